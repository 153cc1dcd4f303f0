package dev.passerelle.runtime.sampling;

import dev.passerelle.runtime.Sampling;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Chooses the tokens of one sequence. Draws one random number a token, so that the same seed on
/// the same logits gives the same text.
public final class Sampler {

    /// Shares of the most likely token's weight down to which candidates are gathered, until enough
    /// are found. Sorting a few is far cheaper than sorting a vocabulary.
    private static final float[] FLOORS = {1e-2f, 1e-4f, 1e-7f, 0};

    /// Temperatures below this leave nothing but the most likely token, and dividing by them
    /// overflows.
    private static final float COLDEST = 1e-6f;

    private final Sampling sampling;
    private final Adjustments adjustments;

    /// Share of the most likely token's weight that a token needs: more than none.
    private final float least;

    private final SplittableRandom random;
    private long[] candidates = new long[256];

    /// @param prompt what the tokens continue
    /// @param seed used when the sampling names none
    public Sampler(Sampling sampling, int[] prompt, long seed) {
        this.sampling = sampling;
        this.adjustments = new Adjustments(sampling, prompt);
        this.least = Math.max(sampling.minP(), Float.MIN_VALUE);
        this.random = new SplittableRandom(sampling.seed().orElse(seed));
    }

    /// Chooses the next token. One that the row doesn't allow is never chosen.
    public int next(LogitsRow row) {
        adjustments.apply(row);
        int token = choose(row);
        adjustments.chosen(token);
        return token;
    }

    private int choose(LogitsRow row) {
        if (sampling.temperature() < COLDEST) {
            return row.argmax();
        }
        float[] weights = row.weights(sampling.temperature());
        boolean unfiltered = sampling.topK() == 0 && sampling.topP() >= 1;
        return unfiltered ? drawFromAll(weights) : drawFromMostLikely(weights);
    }

    private int drawFromAll(float[] weights) {
        double left = random.nextDouble() * sumAbove(weights, least);
        int last = 0;
        for (int token = 0; token < weights.length; token++) {
            if (weights[token] >= least) {
                last = token;
                left -= weights[token];
                if (left < 0) {
                    return token;
                }
            }
        }
        return last;
    }

    private int drawFromMostLikely(float[] weights) {
        double total = sumAbove(weights, least);
        int count = 0;
        for (float floor : FLOORS) {
            count = gather(weights, Math.max(floor, least));
            if (sampling.topK() > 0
                    ? count >= sampling.topK()
                    : massOf(weights, count) >= sampling.topP() * total) {
                break;
            }
        }
        Arrays.sort(candidates, 0, count);
        int kept = sampling.topK() == 0 ? count : Math.min(count, sampling.topK());
        double keptMass = sampling.topK() == 0 ? total : massOf(weights, kept);
        return draw(weights, nucleus(weights, kept, sampling.topP() * keptMass));
    }

    /// How many of the sorted candidates it takes to reach `mass`.
    private int nucleus(float[] weights, int count, double mass) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weights[token(candidates[i])];
            if (sum >= mass) {
                return i + 1;
            }
        }
        return count;
    }

    private int draw(float[] weights, int count) {
        double left = random.nextDouble() * massOf(weights, count);
        for (int i = 0; i < count; i++) {
            left -= weights[token(candidates[i])];
            if (left < 0) {
                return token(candidates[i]);
            }
        }
        return token(candidates[count - 1]);
    }

    /// Collects the tokens with at least this weight as keys that sort by falling weight, then by
    /// rising id.
    private int gather(float[] weights, float floor) {
        int count = 0;
        for (int token = 0; token < weights.length; token++) {
            if (weights[token] >= floor) {
                if (count == candidates.length) {
                    candidates = Arrays.copyOf(candidates, 2 * count);
                }
                // bits of a positive float order as the float does
                candidates[count++] =
                        ((long) ~Float.floatToRawIntBits(weights[token]) << 32) | token;
            }
        }
        return count;
    }

    private double massOf(float[] weights, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weights[token(candidates[i])];
        }
        return sum;
    }

    private static double sumAbove(float[] weights, float floor) {
        double sum = 0;
        for (float weight : weights) {
            sum += weight >= floor ? weight : 0;
        }
        return sum;
    }

    private static int token(long candidate) {
        return (int) candidate;
    }
}
