package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.CheckpointException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// A decoder's hyperparameters, from whichever format.
///
/// @param intermediate width of a plain MLP
/// @param contextLength longest sequence in tokens
/// @param attention what differs from layer to layer
public record DecoderConfig(
        int hidden,
        int intermediate,
        int heads,
        int kvHeads,
        int headDim,
        int vocabulary,
        int contextLength,
        float normEpsilon,
        Activation activation,
        Scales scales,
        List<LayerAttention> attention,
        Optional<Experts> experts) {

    /// Values of a rope table, two million positions of 128 dimensions: no tensor's size backs its
    /// claim.
    private static final long MOST_ROPE_VALUES = 1L << 28;

    public DecoderConfig {
        attention = List.copyOf(attention);
    }

    public int layers() {
        return attention.size();
    }

    /// The mixture that a layer has in place of a plain MLP.
    public Optional<Experts> experts(int layer) {
        return experts.filter(each -> each.in(layer));
    }

    /// Itself, after a check of what must fit together.
    ///
    /// @param file named in errors
    /// @throws CheckpointException if it doesn't
    DecoderConfig checked(Path file) {
        if (heads % kvHeads != 0) {
            throw new CheckpointException(
                    file, "%d attention heads don't share %d key heads".formatted(heads, kvHeads));
        }
        if (headDim % 8 != 0) {
            throw new CheckpointException(
                    file,
                    "head size %d is not supported; it must be a multiple of 8".formatted(headDim));
        }
        if (!(normEpsilon >= 0 && normEpsilon < 1)) {
            throw new CheckpointException(file, "norm epsilon %s is absurd".formatted(normEpsilon));
        }
        ropes().forEach(rope -> check(file, rope));
        experts.ifPresent(each -> check(file, each));
        checkScales(file);
        return this;
    }

    private Stream<Rope> ropes() {
        return attention.stream().flatMap(layer -> layer.rope().stream()).distinct();
    }

    private void check(Path file, Rope rope) {
        if (rope.dimensions() % 2 != 0 || rope.dimensions() < 2 || rope.dimensions() > headDim) {
            throw new CheckpointException(
                    file,
                    "%d rotating dimensions of a head of %d are not supported"
                            .formatted(rope.dimensions(), headDim));
        }
        if ((long) contextLength * rope.dimensions() > MOST_ROPE_VALUES) {
            throw new CheckpointException(
                    file,
                    "a context length of %d with %d rotating dimensions is absurd"
                            .formatted(contextLength, rope.dimensions()));
        }
        if (!(rope.theta() > 0)) {
            throw new CheckpointException(file, "rope theta %s is absurd".formatted(rope.theta()));
        }
    }

    private static void check(Path file, Experts experts) {
        if (experts.perToken() > experts.count()) {
            throw new CheckpointException(
                    file,
                    "%d experts for each token of %d"
                            .formatted(experts.perToken(), experts.count()));
        }
    }

    private void checkScales(Path file) {
        boolean finite =
                Stream.of(
                                scales.embedding(),
                                scales.attention(),
                                scales.residual(),
                                scales.logits(),
                                scales.attentionCap(),
                                scales.logitCap())
                        .map(Objects::requireNonNull)
                        .allMatch(value -> Float.isFinite(value) && value >= 0);
        if (!finite) {
            throw new CheckpointException(file, "a multiplier is absurd: " + scales);
        }
    }
}
