package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.gguf.GgufFile;
import dev.passerelle.runtime.importer.gguf.GgufMetadata;
import dev.passerelle.runtime.importer.weights.StoredTensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads a decoder's description from GGUF metadata.
public final class GgufDecoder {

    private static final String ROPE_FREQUENCIES = "rope_freqs.weight";

    private final Path path;
    private final GgufFile file;
    private final GgufMetadata metadata;
    private final String prefix;

    private GgufDecoder(GgufFile file, String architecture) {
        this.path = file.origin();
        this.file = file;
        this.metadata = file.metadata();
        this.prefix = architecture + ".";
    }

    /// @throws CheckpointException if the architecture is unknown or a value is missing or wrong
    public static DecoderModel read(GgufFile file) {
        String architecture =
                file.metadata()
                        .text("general.architecture")
                        .orElseThrow(() ->
                                new CheckpointException(
                                        file.origin(), "lacks general.architecture"));
        Family family = Families.byGgufArchitecture(file.origin(), architecture);
        DecoderConfig config = new GgufDecoder(file, architecture).config(family);
        ModelWeights weights = new ModelWeights(file, family.gguf(), config);
        return new DecoderModel(family, config, weights);
    }

    private DecoderConfig config(Family family) {
        if (metadata.integer(prefix + "expert_count").orElse(0L) > 0) {
            throw new CheckpointException(path, "is a mixture of experts, which is not supported");
        }
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
        return new DecoderConfig(
                        size("block_count", 1 << 12),
                        hidden,
                        size("feed_forward_length", 1 << 24),
                        heads,
                        optionalSize("attention.head_count_kv", 1 << 12).orElse(heads),
                        headDim,
                        vocabulary(family),
                        size("context_length", Sizes.MOST_CONTEXT),
                        (float) metadata.requireNumber(prefix + "attention.layer_norm_rms_epsilon"),
                        rope(family, headDim))
                .checked(path);
    }

    private int vocabulary(Family family) {
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

    private Rope rope(Family family, int headDim) {
        double theta = metadata.number(prefix + "rope.freq_base").orElse(10_000.0);
        int dimensions = optionalSize("rope.dimension_count", 1 << 12).orElse(headDim);
        return new Rope(theta, dimensions, family.ggufInterleavedRope(), scaling(dimensions));
    }

    private RopeScaling scaling(int dimensions) {
        Optional<StoredTensor> divisors = file.tensor(ROPE_FREQUENCIES);
        if (divisors.isPresent()) {
            List<Long> shape = List.of(dimensions / 2L);
            return divisors(divisors.get().requireShape(shape));
        }
        String type = metadata.text(prefix + "rope.scaling.type").orElse("none");
        return switch (type) {
            case "none" -> new RopeScaling.None();
            case "linear" ->
                    new RopeScaling.Linear(
                            Sizes.positive(
                                    path,
                                    prefix + "rope.scaling.factor",
                                    metadata.requireNumber(prefix + "rope.scaling.factor")));
            default ->
                    throw new CheckpointException(
                            path,
                            "%srope.scaling.type is '%s'; supported are none, linear and factors in %s"
                                    .formatted(
                                            prefix,
                                            CheckpointException.printable(type),
                                            ROPE_FREQUENCIES));
        };
    }

    private RopeScaling divisors(StoredTensor tensor) {
        float[] values = tensor.floats();
        for (float value : values) {
            Sizes.positive(path, ROPE_FREQUENCIES, value);
        }
        return new RopeScaling.Divisors(values);
    }

    private int size(String key, int most) {
        return Sizes.checked(path, prefix + key, metadata.requireInteger(prefix + key), most);
    }

    private Optional<Integer> optionalSize(String key, int most) {
        return metadata.integer(prefix + key)
                .map(value -> Sizes.checked(path, prefix + key, value, most));
    }
}
