package dev.passerelle.loadtests.workload;

import dev.passerelle.loadtests.plan.Endpoint;
import dev.passerelle.loadtests.plan.Traffic;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/// Bodies of one kind of traffic. Fields of the scenario's `extra` replace those made here.
final class Body {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Set<String> LIMITS = Set.of("max_tokens", "max_completion_tokens");

    private final Traffic traffic;
    private final boolean stream;
    private final boolean ignoreEos;
    private final Map<String, @Nullable Object> extra;

    private Body(
            Traffic traffic,
            boolean stream,
            boolean ignoreEos,
            Map<String, @Nullable Object> extra) {
        this.traffic = traffic;
        this.stream = stream && traffic.endpoint() != Endpoint.EMBEDDINGS;
        this.ignoreEos = ignoreEos;
        this.extra = extra;
    }

    static Body of(Traffic traffic, boolean ignoreEos) {
        return new Body(traffic, traffic.stream(), ignoreEos, traffic.extra());
    }

    /// Bodies whose answers come whole, and are as short as is asked for in any case.
    static Body probe(Traffic traffic, boolean ignoreEos) {
        var extra = new LinkedHashMap<>(traffic.extra());
        LIMITS.forEach(name -> extra.computeIfPresent(name, (n, value) -> "$output"));
        return new Body(traffic, false, ignoreEos, extra);
    }

    /// JSON in UTF-8.
    byte[] write(Dialogue dialogue, int output) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var json = MAPPER.createGenerator(bytes)) {
            json.writeStartObject();
            fields(json, dialogue, output);
            extra.forEach((name, value) -> more(json, name, value, output));
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /// The tokens that a body asks for: those wanted, unless `extra` fixes them.
    int output(int wanted) {
        if (traffic.endpoint() == Endpoint.EMBEDDINGS) {
            return 0;
        }
        return LIMITS.stream()
                .map(extra::get)
                .filter(Number.class::isInstance)
                .mapToInt(value -> ((Number) value).intValue())
                .findFirst()
                .orElse(wanted);
    }

    private void fields(JsonGenerator json, Dialogue dialogue, int output) {
        if (!extra.containsKey("model")) {
            json.writeStringProperty("model", traffic.model());
        }
        said(json, dialogue);
        if (traffic.endpoint() == Endpoint.EMBEDDINGS) {
            return;
        }
        if (LIMITS.stream().noneMatch(extra::containsKey)) {
            json.writeNumberProperty("max_tokens", output);
        }
        flag(json, "stream", stream);
        if (stream && !extra.containsKey("stream_options")) {
            json.writeObjectPropertyStart("stream_options");
            json.writeBooleanProperty("include_usage", true);
            json.writeEndObject();
        }
        flag(json, "ignore_eos", ignoreEos);
    }

    private void said(JsonGenerator json, Dialogue dialogue) {
        switch (traffic.endpoint()) {
            case CHAT -> {
                if (!extra.containsKey("messages")) {
                    dialogue.writeMessages(json);
                }
            }
            case COMPLETIONS -> text(json, "prompt", dialogue);
            case EMBEDDINGS -> text(json, "input", dialogue);
        }
    }

    private void text(JsonGenerator json, String name, Dialogue dialogue) {
        if (!extra.containsKey(name)) {
            json.writeStringProperty(name, dialogue.text());
        }
    }

    private void flag(JsonGenerator json, String name, boolean value) {
        if (value && !extra.containsKey(name)) {
            json.writeBooleanProperty(name, true);
        }
    }

    private static void more(JsonGenerator json, String name, @Nullable Object value, int output) {
        if (value != null) {
            json.writePOJOProperty(name, value.equals("$output") ? (Object) output : value);
        }
    }
}
