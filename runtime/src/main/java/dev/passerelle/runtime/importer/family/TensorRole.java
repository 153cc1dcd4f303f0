package dev.passerelle.runtime.importer.family;

/// What a tensor is for in a decoder.
public enum TensorRole {
    EMBEDDING,
    ATTENTION_NORM,
    QUERY,
    KEY,
    VALUE,
    ATTENTION_OUTPUT,
    MLP_NORM,
    GATE,
    UP,
    DOWN,
    FINAL_NORM,
    HEAD
}
