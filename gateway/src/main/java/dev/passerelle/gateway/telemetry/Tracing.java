package dev.passerelle.gateway.telemetry;

import org.jspecify.annotations.Nullable;

/// Begins the traces of calls. Safe from any thread.
interface Tracing extends AutoCloseable {

    /// @param traceparent header of that name, as the client sent it
    /// @param tracestate header of that name
    Trace begin(@Nullable String traceparent, @Nullable String tracestate);

    /// Sends what is still to be sent.
    @Override
    void close();
}
