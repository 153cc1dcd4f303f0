package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.weights.TensorSource;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads a decoder's description from `config.json`, in the form of transformers 5
/// (`rope_parameters`) or of earlier versions (`rope_theta`, `rope_scaling`).
public final class HuggingFaceDecoder {

    private final Path file;
    private final JsonNode config;

    private HuggingFaceDecoder(Path file, JsonNode config) {
        this.file = file;
        this.config = config;
    }

    /// @param file where `config` was read, for messages
    /// @throws CheckpointException if the model type is unknown or a value is missing or wrong
    public static DecoderModel read(Path file, JsonNode config, TensorSource tensors) {
        Family family = Families.byModelType(file, config.path("model_type").asString(""));
        family.requirements().forEach(requirement -> requirement.check(file, config));
        DecoderConfig decoder = new HuggingFaceDecoder(file, config).decoder();
        boolean tied = config.path("tie_word_embeddings").asBoolean(false);
        return new DecoderModel(
                family, decoder, new ModelWeights(tensors, family.safetensors(), decoder, tied));
    }

    private DecoderConfig decoder() {
        int hidden = size("hidden_size", 1 << 20);
        int heads = size("num_attention_heads", 1 << 12);
        int headDim = optionalSize("head_dim", 1 << 12).orElse(Math.max(1, hidden / heads));
        return new DecoderConfig(
                        size("num_hidden_layers", 1 << 12),
                        hidden,
                        size("intermediate_size", 1 << 24),
                        heads,
                        optionalSize("num_key_value_heads", 1 << 12).orElse(heads),
                        headDim,
                        size("vocab_size", 1 << 24),
                        size("max_position_embeddings", Sizes.MOST_CONTEXT),
                        (float) number(config, "rms_norm_eps", 1e-6),
                        rope(headDim))
                .checked(file);
    }

    private Rope rope(int headDim) {
        JsonNode parameters = config.path("rope_parameters");
        JsonNode scaling = parameters.isObject() ? parameters : config.path("rope_scaling");
        double theta =
                parameters.has("rope_theta")
                        ? number(parameters, "rope_theta", 0)
                        : number(config, "rope_theta", 10_000);
        return new Rope(theta, headDim, false, scaling(scaling));
    }

    private RopeScaling scaling(JsonNode scaling) {
        String type = scaling.path("rope_type").asString(scaling.path("type").asString("default"));
        return switch (type) {
            case "default" -> new RopeScaling.None();
            case "linear" -> new RopeScaling.Linear(number(scaling, "factor"));
            case "llama3" ->
                    new RopeScaling.Llama3(
                            number(scaling, "factor"),
                            number(scaling, "low_freq_factor"),
                            number(scaling, "high_freq_factor"),
                            number(scaling, "original_max_position_embeddings"));
            default ->
                    throw new CheckpointException(
                            file,
                            "rope_type is '%s'; supported are default, linear and llama3"
                                    .formatted(CheckpointException.printable(type)));
        };
    }

    private double number(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isNumber()) {
            throw new CheckpointException(
                    file,
                    "%s is %s, not a number"
                            .formatted(key, CheckpointException.printable(value.toString())));
        }
        return Sizes.positive(file, key, value.doubleValue());
    }

    private double number(JsonNode node, String key, double absent) {
        return node.has(key) ? number(node, key) : absent;
    }

    private int size(String key, int most) {
        JsonNode value = config.path(key);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new CheckpointException(file, "%s is %s, not an integer".formatted(key, value));
        }
        return Sizes.checked(file, key, value.longValue(), most);
    }

    private Optional<Integer> optionalSize(String key, int most) {
        return config.path(key).isNumber() ? Optional.of(size(key, most)) : Optional.empty();
    }
}
