package dev.passerelle.runtime;

import java.util.Map;
import java.util.OptionalLong;

/// How the next token is chosen from the logits.
///
/// Biases and penalties change the logits first. Temperature applies next, then `minP`, `topK`,
/// `topP`, each on what the one before left, as in vLLM.
///
/// @param temperature divides the logits; 0 means greedy
/// @param topP smallest set of most likely tokens whose probabilities reach this sum, in (0, 1]; 1
///   keeps all
/// @param topK number of most likely tokens kept; 0 keeps all
/// @param minP tokens less likely than this share of the most likely one are dropped, in [0, 1]; 0
///   keeps all
/// @param seed the same seed with the same prompt gives the same text, whatever else runs; absent
///   means a random one
/// @param biases added to the logits of these tokens, before all else
public record Sampling(
        float temperature,
        float topP,
        int topK,
        float minP,
        OptionalLong seed,
        Penalties penalties,
        Map<Integer, Float> biases) {

    public Sampling {
        biases = Map.copyOf(biases);
    }

    /// Without penalties and biases.
    public Sampling(float temperature, float topP, int topK, float minP, OptionalLong seed) {
        this(temperature, topP, topK, minP, seed, Penalties.NONE, Map.of());
    }

    public static final Sampling GREEDY = new Sampling(0, 1, 0, 0, OptionalLong.empty());

    public boolean greedy() {
        return temperature == 0;
    }
}
