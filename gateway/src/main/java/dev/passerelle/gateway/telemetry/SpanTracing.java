package dev.passerelle.gateway.telemetry;

import dev.passerelle.gateway.answer.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tells a collector of calls. A trace that a client began is sampled if the client says so.
final class SpanTracing implements Tracing {
    private static final String SCOPE = "dev.passerelle.gateway";

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final GenAiMeters meters;
    private final InstantSource clock;

    SpanTracing(OpenTelemetrySdk sdk, InstantSource clock) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer(SCOPE);
        this.meters = new GenAiMeters(sdk.getMeter(SCOPE));
        this.clock = clock;
    }

    @Override
    public Trace begin(@Nullable String traceparent, @Nullable String tracestate) {
        TraceParent client = TraceHeaders.read(traceparent, tracestate);
        Instant now = clock.instant();
        long start = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        Span span =
                tracer.spanBuilder("call")
                        .setParent(contextOf(client))
                        .setSpanKind(SpanKind.SERVER)
                        .setStartTimestamp(start, TimeUnit.NANOSECONDS)
                        .startSpan();
        return new SpanTrace(tracer, meters, span, start, parent(span.getSpanContext(), client));
    }

    private static Context contextOf(TraceParent client) {
        return client.equals(TraceParent.NONE)
                ? Context.root()
                : W3CTraceContextPropagator.getInstance()
                        .extract(Context.root(), client, TraceParentGetter.INSTANCE);
    }

    /// Our span is what deployments see as their parent.
    private static TraceParent parent(SpanContext ours, TraceParent client) {
        String parent =
                "00-"
                        + ours.getTraceId()
                        + "-"
                        + ours.getSpanId()
                        + "-"
                        + ours.getTraceFlags().asHex();
        return new TraceParent(parent, client.state());
    }

    @Override
    public void close() {
        sdk.close();
    }
}
