package dev.passerelle.gateway.telemetry;

import dev.passerelle.gateway.answer.TraceParent;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shows a trace's headers to OpenTelemetry.
enum TraceParentGetter implements TextMapGetter<TraceParent> {
    INSTANCE;

    @Override
    public Iterable<String> keys(TraceParent carrier) {
        return List.of("traceparent", "tracestate");
    }

    @Override
    public @Nullable String get(@Nullable TraceParent carrier, String key) {
        if (carrier == null) {
            return null;
        }
        return switch (key) {
            case "traceparent" -> carrier.parent();
            case "tracestate" -> carrier.state();
            default -> null;
        };
    }
}
