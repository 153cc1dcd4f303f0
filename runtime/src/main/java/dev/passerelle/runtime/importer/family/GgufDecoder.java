package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.gguf.GgufFile;
import dev.passerelle.runtime.importer.gguf.GgufMetadata;
import dev.passerelle.runtime.importer.weights.StoredTensor;
import dev.passerelle.runtime.importer.weights.TensorSource;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Reads a decoder's description from GGUF metadata.
public final class GgufDecoder {

    private final Path path;
    private final GgufFile file;
    private final GgufMetadata metadata;
    private final Family family;
    private final String prefix;

    private GgufDecoder(GgufFile file, Family family) {
        this.path = file.origin();
        this.file = file;
        this.metadata = file.metadata();
        this.family = family;
        this.prefix = family.ggufArchitecture() + ".";
    }

    /// @param tensors the file's, or those with what an adapter adds
    /// @throws CheckpointException if the architecture is unknown or a value is missing or wrong
    public static DecoderModel read(GgufFile file, TensorSource tensors) {
        String architecture =
                file.metadata()
                        .text("general.architecture")
                        .orElseThrow(() ->
                                new CheckpointException(
                                        file.origin(), "lacks general.architecture"));
        Family family = Families.byGgufArchitecture(file.origin(), architecture);
        GgufDecoder reader = new GgufDecoder(file, family);
        DecoderConfig config = reader.config();
        boolean tied = !reader.stored(TensorRole.HEAD, 0);
        return new DecoderModel(
                family,
                config,
                new ModelWeights(tensors, family.gguf(), config, reader.biases(), tied));
    }

    private DecoderConfig config() {
        int layers = size("block_count", 1 << 12);
        int hidden = size("embedding_length", 1 << 20);
        int heads = size("attention.head_count", 1 << 12);
        int headDim =
                optionalSize("attention.key_length", 1 << 12).orElse(Math.max(1, hidden / heads));
        int valueDim = optionalSize("attention.value_length", 1 << 12).orElse(headDim);
        if (valueDim != headDim) {
            throw new CheckpointException(
                    path,
                    "attention.value_length %d differs from key_length %d, which is not supported"
                            .formatted(valueDim, headDim));
        }
        int wide = size("feed_forward_length", 1 << 24);
        int contextLength = size("context_length", Sizes.MOST_CONTEXT);
        return new DecoderConfig(
                        hidden,
                        wide,
                        heads,
                        optionalSize("attention.head_count_kv", 1 << 12).orElse(heads),
                        headDim,
                        vocabulary(),
                        contextLength,
                        (float) metadata.requireNumber(prefix + "attention.layer_norm_rms_epsilon"),
                        family.scales() == Family.ScaleRule.GEMMA
                                ? Activation.GELU_TANH
                                : Activation.SILU,
                        scales(layers, hidden, heads, headDim),
                        attention(layers, headDim, contextLength),
                        experts(layers, wide))
                .checked(path);
    }

    private int vocabulary() {
        String name = family.gguf().name(TensorRole.EMBEDDING, 0);
        StoredTensor embedding =
                file.tensor(name)
                        .orElseThrow(() -> CheckpointException.tensor(path, name, "is missing"));
        if (embedding.shape().size() != 2) {
            throw CheckpointException.tensor(
                    path, name, "has shape %s, not two dimensions".formatted(embedding.shape()));
        }
        return Sizes.checked(path, "vocabulary", embedding.shape().getFirst(), 1 << 24);
    }

    private List<LayerAttention> attention(int layers, int headDim, int contextLength) {
        int dimensions = optionalSize("rope.dimension_count", 1 << 12).orElse(headDim);
        GgufRope ropes =
                new GgufRope(
                        file, family.ggufArchitecture(), dimensions, family.ggufInterleavedRope());
        Rope full = ropes.full(contextLength);
        boolean ownRope = family.defaults().containsKey("rope_local_base_freq");
        Rope local = ownRope ? ropes.windowed(10_000).orElseThrow() : full;
        int window =
                metadata.integer(prefix + "attention.sliding_window")
                        .map(value ->
                                Sizes.from(0, path, "sliding_window", value, Integer.MAX_VALUE))
                        .orElse(0);
        return IntStream.range(0, layers)
                .mapToObj(layer -> layer(layer, full, local, window))
                .toList();
    }

    private LayerAttention layer(int layer, Rope full, Rope local, int window) {
        boolean windowed =
                window > 0
                        && switch (family.windows()) {
                            case PATTERN -> WindowRule.between(layer, pattern());
                            case NONE, ALL, OPTIONAL, UPPER, WITHOUT_ROPE -> true;
                        };
        Optional<Rope> rope = Optional.of(windowed ? local : full);
        boolean turning =
                Optional.ofNullable(family.defaults().get("no_rope_layer_interval"))
                        .map(interval -> WindowRule.between(layer, Integer.parseInt(interval)))
                        .orElse(true);
        return new LayerAttention(turning ? rope : Optional.empty(), windowed ? window : 0);
    }

    private int pattern() {
        int usual = Integer.parseInt(family.defaults().getOrDefault("sliding_window_pattern", "1"));
        return optionalSize("attention.sliding_window_pattern", 1 << 12).orElse(usual);
    }

    private Scales scales(int layers, int hidden, int heads, int headDim) {
        return switch (family.scales()) {
            case PLAIN -> Scales.plain(headDim);
            case GEMMA ->
                    new Scales(
                            (float) Math.sqrt(hidden),
                            Scales.inverseRoot(gemmaScalar(layers, hidden, heads, headDim)),
                            1,
                            1,
                            factor("attn_logit_softcapping", 0),
                            factor("final_logit_softcapping", 0));
            case GRANITE ->
                    new Scales(
                            factor("embedding_scale", 1),
                            factor("attention.scale", Scales.inverseRoot(headDim)),
                            factor("residual_scale", 1),
                            1 / factor("logit_scale", 1),
                            0,
                            0);
        };
    }

    /// `query_pre_attn_scalar`, which the metadata lack: the largest model of each generation, told
    /// by its layers, divides by the embedding's share of a head (llama.cpp does the same).
    private static double gemmaScalar(int layers, int hidden, int heads, int headDim) {
        return layers == 46 || layers == 62 ? (double) hidden / heads : headDim;
    }

    private float factor(String key, float absent) {
        return metadata.number(prefix + key).map(Double::floatValue).orElse(absent);
    }

    private Optional<Experts> experts(int layers, int wide) {
        long count = metadata.integer(prefix + "expert_count").orElse(0L);
        if (count == 0) {
            return Optional.empty();
        }
        long gating = metadata.integer(prefix + "expert_gating_func").orElse(1L);
        if (gating != 1) {
            throw new CheckpointException(
                    path,
                    "%sexpert_gating_func is %d; only 1, softmax, is supported"
                            .formatted(prefix, gating));
        }
        Set<Integer> dense = new HashSet<>();
        IntStream.range(0, layers)
                .filter(layer -> !stored(TensorRole.ROUTER, layer))
                .forEach(dense::add);
        return Optional.of(
                new Experts(
                        size("expert_count", 1 << 16),
                        size("expert_used_count", 1 << 16),
                        optionalSize("expert_feed_forward_length", 1 << 24).orElse(wide),
                        true,
                        dense));
    }

    /// Those that the first layer has.
    private Set<TensorRole> biases() {
        Set<TensorRole> biases = new HashSet<>(family.biases());
        Stream.concat(TensorRole.ATTENTION_BIASES.stream(), TensorRole.MLP_BIASES.stream())
                .filter(role -> stored(role, 0))
                .forEach(biases::add);
        return biases;
    }

    private boolean stored(TensorRole role, int layer) {
        return file.tensor(family.gguf().name(role, layer)).isPresent();
    }

    private int size(String key, int most) {
        return Sizes.checked(path, prefix + key, metadata.requireInteger(prefix + key), most);
    }

    private Optional<Integer> optionalSize(String key, int most) {
        return metadata.integer(prefix + key)
                .map(value -> Sizes.checked(path, prefix + key, value, most));
    }
}
