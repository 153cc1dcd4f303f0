package dev.passerelle.runtime.importer.adapter;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.safetensors.CheckpointJson;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// `adapter_config.json` of PEFT (`LoraConfig`), as far as merging depends on it.
///
/// @param rootScaled whether products are scaled by `alpha / sqrt(rank)` instead of `alpha / rank`
/// @param ranks of modules whose rank differs, by their name or its end
/// @param alphas likewise
/// @param baseModel what it says it was trained on
record AdapterConfig(
        Path file,
        long rank,
        double alpha,
        boolean rootScaled,
        Map<String, Double> ranks,
        Map<String, Double> alphas,
        Optional<String> baseModel) {

    static final String NAME = "adapter_config.json";

    /// @throws CheckpointException if it is missing, not LoRA's, or asks for what merging leaves
    ///   out
    static AdapterConfig read(Path directory) {
        Path file = directory.resolve(NAME);
        JsonNode config = CheckpointJson.read(file);
        AdapterRequirements.check(file, config);
        return new AdapterConfig(
                file,
                (long) positive(file, "r", config.path("r")),
                positive(file, "lora_alpha", config.path("lora_alpha")),
                config.path("use_rslora").asBoolean(false),
                pattern(file, config, "rank_pattern"),
                pattern(file, config, "alpha_pattern"),
                Optional.of(config.path("base_model_name_or_path").asString(""))
                        .filter(name -> !name.isBlank()));
    }

    private static double positive(Path file, String key, JsonNode value) {
        if (!value.isNumber() || !(value.doubleValue() > 0) || value.doubleValue() > 1 << 20) {
            throw new CheckpointException(
                    file,
                    "%s is %s, not a number above 0"
                            .formatted(key, CheckpointException.printable(value.toString())));
        }
        return value.doubleValue();
    }

    private static Map<String, Double> pattern(Path file, JsonNode config, String key) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (var entry : config.path(key).properties()) {
            String module = entry.getKey();
            if (!module.matches("[\\w.]+")) {
                throw new CheckpointException(
                        file,
                        "%s has the regular expression '%s'; only names of modules, or their ends, are supported"
                                .formatted(key, CheckpointException.printable(module)));
            }
            values.put(module, positive(file, key + "." + module, entry.getValue()));
        }
        return values;
    }

    long rank(String module) {
        return Math.round(of(module, ranks, (double) rank));
    }

    /// What the product of `B` and `A` is multiplied with.
    float scale(String module) {
        double of = rank(module);
        return (float) (of(module, alphas, alpha) / (rootScaled ? Math.sqrt(of) : of));
    }

    private static double of(String module, Map<String, Double> values, double otherwise) {
        return values.entrySet().stream()
                .filter(entry -> ("." + module).endsWith("." + entry.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(otherwise);
    }
}
