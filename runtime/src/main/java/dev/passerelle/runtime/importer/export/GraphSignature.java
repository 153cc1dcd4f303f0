package dev.passerelle.runtime.importer.export;

import dev.passerelle.runtime.KvPrecision;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How an exported decoder is called.
///
/// @param inputs all but the cache, by what they are for
/// @param cache for each layer its keys, then its values, each `[rows, kvHeads, tokens, headDim]`
/// @param inPlace whether all of the cache is read and written by `GroupQueryAttention` alone, so
///   that one tensor of any length can be past and present
/// @param lastLogitsOnly whether the logits of a run's last token are all there is
/// @param logitsPrecision FP32 or FP16
public record GraphSignature(
        Map<Role, Input> inputs,
        List<CacheTensor> cache,
        int kvHeads,
        int headDim,
        KvPrecision cachePrecision,
        boolean inPlace,
        String logits,
        KvPrecision logitsPrecision,
        boolean lastLogitsOnly,
        int vocabularySize) {

    public GraphSignature {
        inputs = Map.copyOf(inputs);
        cache = List.copyOf(cache);
    }

    /// What an input tells the graph.
    public enum Role {
        /// The tokens of the step, `[rows, tokens]`.
        TOKENS,
        /// 1 for each token there is, past or new, `[rows, past + tokens]`.
        MASK,
        /// Counted from 0, `[rows, tokens]`.
        POSITIONS,
        /// Whether there is a past, boolean `[1]`. Graphs that ask have one branch for whole
        /// prompts and one for a single token after them.
        PAST_SWITCH,
        /// Of how many last tokens the logits are wanted, a scalar or `[1]`.
        LOGITS_TO_KEEP
    }

    /// @param wide whether its elements are int64, not int32
    public record Input(String name, boolean wide, int rank) {}

    /// @param past its input
    /// @param present its output
    public record CacheTensor(String past, String present) {}

    public Optional<Input> input(Role role) {
        return Optional.ofNullable(inputs.get(role));
    }

    /// Whether a run with a past takes a single token only.
    public boolean oneTokenAfterPast() {
        return inputs.containsKey(Role.PAST_SWITCH);
    }

    public int layers() {
        return cache.size() / 2;
    }
}
