package dev.passerelle.runtime.sampling;

import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.InferenceException.InvalidInput.Subject;
import dev.passerelle.runtime.Penalties;
import dev.passerelle.runtime.Sampling;
import java.util.HashMap;
import java.util.Map;

/// What biases and penalties of one sequence do to its logits, in vLLM's order: biases, repetition,
/// frequency, presence. Costs nothing where there are none.
public final class Adjustments {

    /// Largest bias to either side, as OpenAI documents it.
    private static final float MOST_BIAS = 100;

    private final Map<Integer, Float> biases;
    private final Penalties penalties;
    private final boolean penalising;

    /// How often each token was generated; 0 for those of the prompt alone, which are there only if
    /// they count.
    private final Map<Integer, Integer> occurrences = new HashMap<>();

    Adjustments(Sampling sampling, int[] prompt) {
        biases = sampling.biases();
        penalties = sampling.penalties();
        penalising = !penalties.equals(Penalties.NONE);
        if (penalties.repetition() != 1) {
            for (int token : prompt) {
                occurrences.put(token, 0);
            }
        }
    }

    /// @throws InferenceException.InvalidInput if a bias is for no token of the vocabulary, or out
    ///   of range, or the repetition penalty is not above 0
    public static void check(Sampling sampling, int vocabularySize) {
        sampling.biases()
                .forEach((token, bias) -> {
                    if (token < 0 || token >= vocabularySize) {
                        throw new InferenceException.InvalidInput(
                                "There is a bias for token %d, but the model's tokens are 0 to %d: leave it out"
                                        .formatted(token, vocabularySize - 1),
                                Subject.BIASES);
                    }
                    if (!(Math.abs(bias) <= MOST_BIAS)) {
                        throw new InferenceException.InvalidInput(
                                "The bias of token %d is %s: biases are from -100 to 100"
                                        .formatted(token, bias),
                                Subject.BIASES);
                    }
                });
        if (!(sampling.penalties().repetition() > 0)) {
            throw new InferenceException.InvalidInput(
                    "The repetition penalty is %s: it must be above 0, and 1 changes nothing"
                            .formatted(sampling.penalties().repetition()));
        }
    }

    void apply(LogitsRow row) {
        if (biases.isEmpty() && occurrences.isEmpty()) {
            return;
        }
        float[] logits = row.adjust();
        biases.forEach((token, bias) -> logits[token] += bias);
        occurrences.forEach((token, count) -> logits[token] = penalised(logits[token], count));
    }

    void chosen(int token) {
        if (penalising) {
            occurrences.merge(token, 1, Integer::sum);
        }
    }

    private float penalised(float logit, int count) {
        float repeated =
                logit > 0 ? logit / penalties.repetition() : logit * penalties.repetition();
        float presence = count > 0 ? penalties.presence() : 0;
        return repeated - count * penalties.frequency() - presence;
    }
}
