package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.CheckpointException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// Reads from `config.json` what differs from layer to layer: windows and ropes.
final class HuggingFaceLayers {

    private final ConfigFile config;
    private final WindowRule rule;
    private final int layers;

    HuggingFaceLayers(ConfigFile config, WindowRule rule, int layers) {
        this.config = config;
        this.rule = rule;
        this.layers = layers;
    }

    List<LayerAttention> attention(HuggingFaceRope ropes) {
        int[] turning = turning();
        List<String> types = types(turning);
        int window = window();
        Rope full = ropes.rope(false);
        Rope local = ropes.rope(true);
        List<LayerAttention> attention = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            boolean windowed = types.get(layer).equals("sliding_attention");
            Optional<Rope> rope = Optional.of(windowed ? local : full);
            attention.add(
                    new LayerAttention(
                            rope.filter(turning[layer] == 1 ? _ -> true : _ -> false),
                            windowed ? window : 0));
        }
        return attention;
    }

    private int window() {
        boolean off = rule.optional() && !config.flag("use_sliding_window", false);
        return rule == WindowRule.NONE || off
                ? 0
                : config.optionalSize("sliding_window", Integer.MAX_VALUE).orElse(0);
    }

    /// 1 for each layer that has rope, 0 for the others.
    private int[] turning() {
        Optional<List<JsonNode>> listed = config.list("no_rope_layers");
        if (listed.isPresent()) {
            checkLength("no_rope_layers", listed.get());
            return listed.get().stream().mapToInt(each -> each.asInt(1)).toArray();
        }
        return config.optionalSize("no_rope_layer_interval", layers + 1)
                .map(interval -> WindowRule.allButEvery(interval, layers))
                .orElseGet(() -> IntStream.range(0, layers).map(_ -> 1).toArray());
    }

    private List<String> types(int[] turning) {
        Optional<List<JsonNode>> listed = config.list("layer_types");
        if (listed.isPresent()) {
            checkLength("layer_types", listed.get());
            return listed.get().stream().limit(layers).map(this::type).toList();
        }
        boolean[] windowed = new boolean[layers];
        int upper = config.optionalSize("max_window_layers", 1 << 12).orElse(0);
        int pattern = config.optionalSize("sliding_window_pattern", 1 << 12).orElse(1);
        for (int layer = 0; layer < layers; layer++) {
            windowed[layer] =
                    switch (rule) {
                        case NONE -> false;
                        case ALL, OPTIONAL -> true;
                        case UPPER -> layer >= upper;
                        case WITHOUT_ROPE -> turning[layer] == 0;
                        case PATTERN -> WindowRule.between(layer, pattern);
                    };
        }
        return IntStream.range(0, layers)
                .mapToObj(layer -> windowed[layer] ? "sliding_attention" : "full_attention")
                .toList();
    }

    private String type(JsonNode listed) {
        String type = listed.asString("");
        if (!type.equals("sliding_attention") && !type.equals("full_attention")) {
            throw new CheckpointException(
                    config.path(),
                    "layer_types has '%s'; supported are full_attention and sliding_attention"
                            .formatted(CheckpointException.printable(listed.toString())));
        }
        return type;
    }

    private void checkLength(String key, List<JsonNode> listed) {
        if (listed.size() < layers) {
            throw new CheckpointException(
                    config.path(),
                    "%s lists %d layers of %d".formatted(key, listed.size(), layers));
        }
    }
}
