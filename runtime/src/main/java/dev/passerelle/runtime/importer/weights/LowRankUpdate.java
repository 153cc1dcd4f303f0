package dev.passerelle.runtime.importer.weights;

import dev.passerelle.runtime.importer.CheckpointException;
import java.util.List;

/// What a low-rank adapter adds to a weight matrix `[rows, columns]`: `scale * up * down`.
///
/// @param down `[rank, columns]`, `lora_A` of PEFT
/// @param up `[rows of the whole matrix, rank]`, `lora_B` of PEFT
/// @param headDim rows of an attention head whose halves the matrix interleaves, as GGUF has
///   queries and keys of some families; 0 where rows are in `up`'s order
/// @param from the row of the whole matrix that is the first here
public record LowRankUpdate(
        StoredTensor down, StoredTensor up, float scale, int headDim, long from) {

    /// @throws CheckpointException if the shapes don't fit a matrix of that shape or each other
    public LowRankUpdate requireFit(List<Long> shape) {
        long rank = down.shape().getFirst();
        down.requireShape(List.of(rank, shape.getLast()));
        up.requireShape(List.of(shape.getFirst(), rank));
        return this;
    }

    LowRankUpdate startingAt(long row) {
        return new LowRankUpdate(down, up, scale, headDim, from + row);
    }

    /// The row of `up` that belongs to a row here.
    long source(long row) {
        long at = from + row;
        if (headDim == 0) {
            return at;
        }
        long inHead = at % headDim;
        return at - inHead + inHead % 2 * (headDim / 2) + inHead / 2;
    }
}
