package dev.passerelle.runtime.importer.family;

import java.util.List;
import java.util.Set;

/// What a tensor is for in a decoder.
public enum TensorRole {
    EMBEDDING,
    /// Before attention.
    ATTENTION_NORM,
    QUERY,
    KEY,
    VALUE,
    /// Queries, keys and values one above the other.
    QUERY_KEY_VALUE,
    QUERY_BIAS,
    KEY_BIAS,
    VALUE_BIAS,
    /// Of each head of the queries, or of all of them together, as its length says.
    QUERY_NORM,
    KEY_NORM,
    ATTENTION_OUTPUT,
    ATTENTION_OUTPUT_BIAS,
    /// On what attention adds to the residual stream.
    ATTENTION_OUTPUT_NORM,
    /// Before the MLP.
    MLP_NORM,
    GATE,
    UP,
    /// Gate above up.
    GATE_UP,
    DOWN,
    GATE_BIAS,
    UP_BIAS,
    DOWN_BIAS,
    /// On what the MLP adds to the residual stream.
    MLP_OUTPUT_NORM,
    /// Scores of a layer's experts.
    ROUTER,
    /// One expert's.
    EXPERT_GATE,
    EXPERT_UP,
    EXPERT_DOWN,
    /// All experts' stacked, `[experts, rows, columns]`.
    EXPERTS_GATE,
    EXPERTS_UP,
    EXPERTS_GATE_UP,
    EXPERTS_DOWN,
    FINAL_NORM,
    HEAD;

    /// Norms within a layer; a family has those that it names.
    static final List<TensorRole> LAYER_NORMS =
            List.of(
                    ATTENTION_NORM,
                    QUERY_NORM,
                    KEY_NORM,
                    ATTENTION_OUTPUT_NORM,
                    MLP_NORM,
                    MLP_OUTPUT_NORM);

    static final Set<TensorRole> QKV_BIASES = Set.of(QUERY_BIAS, KEY_BIAS, VALUE_BIAS);

    static final Set<TensorRole> ATTENTION_BIASES =
            Set.of(QUERY_BIAS, KEY_BIAS, VALUE_BIAS, ATTENTION_OUTPUT_BIAS);

    static final Set<TensorRole> MLP_BIASES = Set.of(GATE_BIAS, UP_BIAS, DOWN_BIAS);
}
