package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.weights.TensorSource;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads a decoder's description from `config.json`.
public final class HuggingFaceDecoder {

    private static final int MOST_WIDE = 1 << 24;
    private static final int MOST_HEADS = 1 << 12;

    private final Family family;
    private final ConfigFile config;

    private HuggingFaceDecoder(Family family, ConfigFile config) {
        this.family = family;
        this.config = config;
    }

    /// @param file where `config` was read, for messages
    /// @throws CheckpointException if the model type is unknown or a value is missing or wrong
    public static DecoderModel read(Path file, JsonNode config, TensorSource tensors) {
        String type = config.path("model_type").asString("");
        return type.equals("gemma3") && config.path("text_config").isObject()
                ? read(file, "gemma3_text", config.path("text_config"), TextTensors.of(tensors))
                : read(file, type, config, tensors);
    }

    private static DecoderModel read(
            Path file, String type, JsonNode values, TensorSource tensors) {
        Family family = Families.byModelType(file, type);
        family.requirements().forEach(requirement -> requirement.check(file, values));
        ConfigFile config = new ConfigFile(file, values, family.defaults());
        HuggingFaceDecoder reader = new HuggingFaceDecoder(family, config);
        DecoderConfig decoder = reader.decoder();
        boolean tied = config.flag("tie_word_embeddings", false);
        return new DecoderModel(
                family,
                decoder,
                new ModelWeights(tensors, family.safetensors(), decoder, reader.biases(), tied));
    }

    private Set<TensorRole> biases() {
        Set<TensorRole> biases = new HashSet<>(family.biases());
        if (config.flag("attention_bias", false)) {
            biases.addAll(TensorRole.ATTENTION_BIASES);
        }
        if (config.flag("mlp_bias", false)) {
            biases.addAll(TensorRole.MLP_BIASES);
        }
        return biases;
    }

    private DecoderConfig decoder() {
        int layers = config.size("num_hidden_layers", 1 << 12);
        int hidden = config.size("hidden_size", 1 << 20);
        int heads = config.size("num_attention_heads", MOST_HEADS);
        int headDim =
                config.optionalSize("head_dim", MOST_HEADS).orElse(Math.max(1, hidden / heads));
        int contextLength = config.size("max_position_embeddings", Sizes.MOST_CONTEXT);
        HuggingFaceRope ropes = new HuggingFaceRope(config, headDim, contextLength);
        return new DecoderConfig(
                        hidden,
                        config.size("intermediate_size", MOST_WIDE),
                        heads,
                        config.optionalSize("num_key_value_heads", MOST_HEADS).orElse(heads),
                        headDim,
                        config.size("vocab_size", MOST_WIDE),
                        contextLength,
                        (float) config.number("rms_norm_eps", 1e-6),
                        activation(),
                        scales(hidden, headDim),
                        new HuggingFaceLayers(config, family.windows(), layers).attention(ropes),
                        experts(layers))
                .checked(config.path());
    }

    private Activation activation() {
        String key = config.has("hidden_activation") ? "hidden_activation" : "hidden_act";
        return Activation.named(config.path(), key, config.text(key, "silu"));
    }

    private Scales scales(int hidden, int headDim) {
        return switch (family.scales()) {
            case PLAIN -> Scales.plain(headDim);
            case GEMMA ->
                    new Scales(
                            (float) Math.sqrt(hidden),
                            Scales.inverseRoot(config.number("query_pre_attn_scalar")),
                            1,
                            1,
                            (float) config.number("attn_logit_softcapping", 0),
                            (float) config.number("final_logit_softcapping", 0));
            case GRANITE ->
                    new Scales(
                            (float) config.number("embedding_multiplier", 1),
                            (float) config.number("attention_multiplier", 1),
                            (float) config.number("residual_multiplier", 1),
                            (float) (1 / config.number("logits_scaling", 1)),
                            0,
                            0);
        };
    }

    private Optional<Experts> experts(int layers) {
        if (!family.safetensors().has(TensorRole.ROUTER)) {
            return Optional.empty();
        }
        String count = config.has("num_experts") ? "num_experts" : "num_local_experts";
        String width =
                config.has("moe_intermediate_size") ? "moe_intermediate_size" : "intermediate_size";
        return Optional.of(
                new Experts(
                        config.size(count, 1 << 16),
                        config.size("num_experts_per_tok", 1 << 16),
                        config.size(width, MOST_WIDE),
                        config.flag("norm_topk_prob", true),
                        denseLayers(layers)));
    }

    private Set<Integer> denseLayers(int layers) {
        Set<Integer> dense = new HashSet<>();
        for (JsonNode layer : config.list("mlp_only_layers").orElse(List.of())) {
            dense.add(layer.asInt(-1));
        }
        int step = config.optionalSize("decoder_sparse_step", 1 << 12).orElse(1);
        for (int layer = 0; layer < layers; layer++) {
            if (WindowRule.between(layer, step)) {
                dense.add(layer);
            }
        }
        return dense;
    }
}
