package dev.passerelle.runtime.importer.adapter;

import dev.passerelle.runtime.importer.CheckpointException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Refuses adapters that are more, or other, than low-rank products added to matrices.
final class AdapterRequirements {

    /// What each key says that must be absent, `null`, `false` or empty.
    private static final Map<String, String> ABSENT =
            Map.ofEntries(
                    Map.entry("use_dora", "weights are decomposed (DoRA)"),
                    Map.entry("fan_in_fan_out", "weights are stored transposed"),
                    Map.entry("lora_bias", "B has a bias"),
                    Map.entry("use_qalora", "A reads pooled inputs (QALoRA)"),
                    Map.entry("use_bdlora", "A and B are block-diagonal (BD-LoRA)"),
                    Map.entry("modules_to_save", "whole modules were trained beside the adapter"),
                    Map.entry("layer_replication", "layers of the base are repeated"),
                    Map.entry("trainable_token_indices", "rows of the embedding were trained"),
                    Map.entry(
                            "target_parameters",
                            "parameters that are no linear layers were trained"),
                    Map.entry(
                            "alora_invocation_tokens",
                            "it applies to a part of the prompt only (aLoRA)"),
                    Map.entry("arrow_config", "several adapters are routed between (Arrow)"),
                    Map.entry("kasa_config", "singular values were trained (KaSA)"),
                    Map.entry("monteclora_config", "A is sampled (MonteCLoRA)"));

    /// Ways to begin training that leave the base's weights as they are.
    private static final Set<String> PLAIN_STARTS =
            Set.of("true", "false", "gaussian", "eva", "orthogonal");

    private AdapterRequirements() {}

    static void check(Path file, JsonNode config) {
        String type = config.path("peft_type").asString("missing");
        if (!type.equals("LORA")) {
            throw new CheckpointException(
                    file,
                    "peft_type is '%s'; only LORA is supported"
                            .formatted(CheckpointException.printable(type)));
        }
        String bias = config.path("bias").asString("none");
        if (!bias.equals("none")) {
            throw new CheckpointException(
                    file,
                    "bias is '%s'; only none is supported: trained biases aren't merged"
                            .formatted(CheckpointException.printable(bias)));
        }
        for (String key : ABSENT.keySet().stream().sorted().toList()) {
            if (isGiven(config.path(key))) {
                throw new CheckpointException(
                        file, "has %s: %s, which is not supported".formatted(key, ABSENT.get(key)));
            }
        }
        checkStart(file, config.path("init_lora_weights"));
    }

    private static boolean isGiven(JsonNode value) {
        return switch (value) {
            case JsonNode each when each.isMissingNode() || each.isNull() -> false;
            case JsonNode each when each.isBoolean() -> each.booleanValue();
            case JsonNode each when each.isContainer() -> !each.isEmpty();
            default -> true;
        };
    }

    private static void checkStart(Path file, JsonNode start) {
        boolean plain =
                start.isMissingNode()
                        || start.isNull()
                        || PLAIN_STARTS.contains(start.asString(""));
        if (!plain && !start.isBoolean()) {
            throw new CheckpointException(
                    file,
                    "init_lora_weights is %s: training began by changing the base's weights; save the adapter with path_initial_model_for_weight_conversion; supported are %s"
                            .formatted(
                                    CheckpointException.printable(start.toString()),
                                    List.copyOf(PLAIN_STARTS).stream().sorted().toList()));
        }
    }
}
