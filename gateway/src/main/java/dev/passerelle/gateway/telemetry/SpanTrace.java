package dev.passerelle.gateway.telemetry;

import dev.passerelle.gateway.answer.TraceParent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.concurrent.TimeUnit;

/// A call's spans: its own from the beginning, those below it when it ends and the times are known.
final class SpanTrace implements Trace {
    private static final AttributeKey<String> METHOD =
            AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
    private static final AttributeKey<Long> STATUS =
            AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> USER_AGENT =
            AttributeKey.stringKey("user_agent.original");
    private static final AttributeKey<String> REQUEST_ID =
            AttributeKey.stringKey("passerelle.request_id");
    private static final AttributeKey<String> PROJECT =
            AttributeKey.stringKey("passerelle.project");
    private static final AttributeKey<String> CACHE = AttributeKey.stringKey("passerelle.cache");
    private static final int SERVER_ERROR = 500;

    private final Tracer tracer;
    private final GenAiMeters meters;
    private final Span server;
    private final long start;
    private final TraceParent parent;

    /// @param start nanoseconds since 1970
    SpanTrace(Tracer tracer, GenAiMeters meters, Span server, long start, TraceParent parent) {
        this.tracer = tracer;
        this.meters = meters;
        this.server = server;
        this.start = start;
        this.parent = parent;
    }

    @Override
    public TraceParent parent() {
        return parent;
    }

    @Override
    public void end(CallSummary call) {
        WorkSummary work = call.work();
        boolean inferred = work != null && GenAi.inferred(work);
        if (server.isRecording()) {
            server.updateName(call.method() + " " + call.endpoint());
            server.setAllAttributes(http(call));
            if (call.status() >= SERVER_ERROR) {
                server.setStatus(StatusCode.ERROR);
            }
            if (work != null && inferred) {
                inference(call, work);
            }
            server.end(start + call.nanos(), TimeUnit.NANOSECONDS);
        }
        if (work != null && inferred) {
            meters.count(call, work);
        }
    }

    private static Attributes http(CallSummary call) {
        AttributesBuilder attributes =
                Attributes.builder()
                        .put(METHOD, call.method())
                        .put(ROUTE, call.endpoint())
                        .put(PATH, call.path())
                        .put(SCHEME, call.secure() ? "https" : "http")
                        .put(STATUS, (Long) (long) call.status())
                        .put(REQUEST_ID, call.requestId())
                        .put(PROJECT, call.caller().project().toString());
        if (call.userAgent() != null) {
            attributes.put(USER_AGENT, call.userAgent());
        }
        WorkSummary work = call.work();
        if (work != null && work.cache() != null) {
            attributes.put(CACHE, work.cache().id());
        }
        GenAi.failure(call, attributes);
        return attributes.build();
    }

    private void inference(CallSummary call, WorkSummary work) {
        boolean answered = work.firstNanos() >= 0;
        long first = answered ? work.firstNanos() : call.nanos();
        long prompt = Math.max(0, first - work.timing().prompt().toNanos());
        long queue = Math.max(0, prompt - work.timing().queued().toNanos());
        long end = answered ? first + work.decodeNanos() : call.nanos();
        Span span =
                child(
                        server,
                        GenAi.operation(call) + " " + work.origin().model(),
                        work.elsewhere() ? SpanKind.CLIENT : SpanKind.INTERNAL,
                        answered ? queue : 0,
                        GenAi.details(call, work));
        if (call.status() >= SERVER_ERROR) {
            span.setStatus(StatusCode.ERROR);
        }
        if (answered && !work.elsewhere()) {
            stage(span, "queue", queue, prompt);
            stage(span, "prompt", prompt, first);
            stage(span, "decode", first, end);
        }
        span.end(start + end, TimeUnit.NANOSECONDS);
    }

    private void stage(Span parent, String name, long from, long to) {
        child(parent, name, SpanKind.INTERNAL, from, Attributes.empty())
                .end(start + to, TimeUnit.NANOSECONDS);
    }

    /// @param from nanoseconds since the call began
    private Span child(Span parent, String name, SpanKind kind, long from, Attributes attributes) {
        return tracer.spanBuilder(name)
                .setParent(Context.root().with(parent))
                .setSpanKind(kind)
                .setStartTimestamp(start + from, TimeUnit.NANOSECONDS)
                .setAllAttributes(attributes)
                .startSpan();
    }
}
