package dev.passerelle.runtime.importer.export;

import dev.passerelle.runtime.importer.CheckpointException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a graph's inputs and outputs are called; `%d` stands for a layer's number.
record ValueNames(
        String tokens,
        String mask,
        String positions,
        String pastKey,
        String pastValue,
        String logits,
        String presentKey,
        String presentValue) {

    static final String PAST_SWITCH = "use_cache_branch";

    /// Exporters name it in one of these ways.
    static final List<String> LOGITS_TO_KEEP = List.of("num_logits_to_keep", "logits_to_keep");

    private static final String LAYER = "%d";

    static final ValueNames OPTIMUM =
            new ValueNames(
                    "input_ids",
                    "attention_mask",
                    "position_ids",
                    "past_key_values.%d.key",
                    "past_key_values.%d.value",
                    "logits",
                    "present.%d.key",
                    "present.%d.value");

    /// Those of `model.decoder` in `genai_config.json`; what it doesn't name has the usual name.
    static ValueNames genai(Path file, JsonNode decoder) {
        JsonNode inputs = decoder.path("inputs");
        JsonNode outputs = decoder.path("outputs");
        return new ValueNames(
                inputs.path("input_ids").asString(OPTIMUM.tokens),
                inputs.path("attention_mask").asString(OPTIMUM.mask),
                inputs.path("position_ids").asString(OPTIMUM.positions),
                layered(file, inputs, "past_key_names", OPTIMUM.pastKey),
                layered(file, inputs, "past_value_names", OPTIMUM.pastValue),
                outputs.path("logits").asString(OPTIMUM.logits),
                layered(file, outputs, "present_key_names", OPTIMUM.presentKey),
                layered(file, outputs, "present_value_names", OPTIMUM.presentValue));
    }

    private static String layered(Path file, JsonNode names, String key, String usual) {
        String name = names.path(key).asString(usual);
        if (name.indexOf(LAYER) < 0 || name.indexOf(LAYER) != name.lastIndexOf(LAYER)) {
            throw new CheckpointException(
                    file,
                    "%s is '%s': it must hold %%d once, for the layer's number"
                            .formatted(key, CheckpointException.printable(name)));
        }
        return name;
    }

    static String of(String template, int layer) {
        return template.replace(LAYER, Integer.toString(layer));
    }
}
