package dev.passerelle.gateway.telemetry;

import dev.passerelle.gateway.answer.TraceParent;
import org.jspecify.annotations.Nullable;

/// The trace a client said it is in, of which nothing is told here.
record PassedOn(TraceParent parent) implements Trace {
    private static final Trace NONE = new PassedOn(TraceParent.NONE);

    /// Tells nobody.
    static final Tracing TRACING =
            new Tracing() {
                @Override
                public Trace begin(@Nullable String traceparent, @Nullable String tracestate) {
                    return traceparent == null
                            ? NONE
                            : new PassedOn(TraceHeaders.read(traceparent, tracestate));
                }

                @Override
                public void close() {}
            };

    @Override
    public void end(CallSummary summary) {}
}
