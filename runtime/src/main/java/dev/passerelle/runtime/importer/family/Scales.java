package dev.passerelle.runtime.importer.family;

/// Factors and bounds on what flows through a decoder.
///
/// @param embedding factor of looked-up embeddings
/// @param attention factor of the products of queries and keys
/// @param residual factor of what each block adds to the residual stream
/// @param logits factor of the logits
/// @param attentionCap bound that attention scores approach, by tanh; 0 means none
/// @param logitCap bound that logits approach, by tanh; 0 means none
public record Scales(
        float embedding,
        float attention,
        float residual,
        float logits,
        float attentionCap,
        float logitCap) {

    /// Those of a decoder that scales attention only, by the size of its heads.
    public static Scales plain(int headDim) {
        return new Scales(1, inverseRoot(headDim), 1, 1, 0, 0);
    }

    static float inverseRoot(double value) {
        return (float) (1 / Math.sqrt(value));
    }
}
