package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.CheckpointException;
import java.nio.file.Path;

/// A decoder's hyperparameters, from whichever format.
///
/// @param contextLength longest sequence in tokens
public record DecoderConfig(
        int layers,
        int hidden,
        int intermediate,
        int heads,
        int kvHeads,
        int headDim,
        int vocabulary,
        int contextLength,
        float normEpsilon,
        Rope rope) {

    /// Values of a rope table, two million positions of 128 dimensions: no tensor's size backs its
    /// claim.
    private static final long MOST_ROPE_VALUES = 1L << 28;

    /// Itself, after a check of what must fit together.
    ///
    /// @param file named in errors
    /// @throws CheckpointException if it doesn't
    DecoderConfig checked(Path file) {
        if (heads % kvHeads != 0) {
            throw new CheckpointException(
                    file, "%d attention heads don't share %d key heads".formatted(heads, kvHeads));
        }
        if (headDim % 8 != 0 || rope.dimensions() % 2 != 0 || rope.dimensions() > headDim) {
            throw new CheckpointException(
                    file,
                    "head size %d with %d rotating dimensions is not supported; heads must be multiples of 8"
                            .formatted(headDim, rope.dimensions()));
        }
        if ((long) contextLength * rope.dimensions() > MOST_ROPE_VALUES) {
            throw new CheckpointException(
                    file,
                    "a context length of %d with %d rotating dimensions is absurd"
                            .formatted(contextLength, rope.dimensions()));
        }
        if (!(normEpsilon >= 0 && normEpsilon < 1 && rope.theta() > 0)) {
            throw new CheckpointException(
                    file,
                    "norm epsilon %s or rope theta %s is absurd"
                            .formatted(normEpsilon, rope.theta()));
        }
        return this;
    }
}
