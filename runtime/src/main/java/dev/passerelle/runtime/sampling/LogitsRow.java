package dev.passerelle.runtime.sampling;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One row of logits where the model left it, and what is computed from it. Reused from row to row
/// by one thread.
///
/// What the model said stays readable, for log-probabilities. What a token is chosen by can be
/// adjusted first; only then is the row copied.
public final class LogitsRow {

    private static final float LOG2_E = 1.442695f;

    /// Taylor coefficients of 2^x around 0.
    private static final float C1 = 0.6931472f;

    private static final float C2 = 0.2402265f;
    private static final float C3 = 0.05550411f;
    private static final float C4 = 0.009618129f;
    private static final float C5 = 0.0013333558f;
    private static final float C6 = 0.000154035f;

    private final int size;
    private final float[] weights;
    private FloatBuffer model = FloatBuffer.allocate(0);
    private int start;
    private final Peak peak = new Peak();
    private float modelMax;

    /// What tokens are chosen by where that differs from what the model said; made when first
    /// needed.
    private float[] adjusted = {};

    /// Bits of the tokens that may be chosen; null if all may.
    private long @Nullable [] allowed;

    private boolean differs;
    private boolean peakKnown;

    public LogitsRow(int vocabularySize) {
        size = vocabularySize;
        weights = new float[vocabularySize];
    }

    /// Looks at row `row` of a buffer `[rows, vocabularySize]`, which must stay as it is for as
    /// long as this is used.
    public void load(FloatBuffer buffer, int row) {
        model = buffer;
        start = row * size;
        allowed = null;
        differs = false;
        peakKnown = true;
        modelMax = peak.find(buffer, start, size);
        if (!Float.isFinite(modelMax)) {
            throw new ArithmeticException("The model computed logits that are not finite");
        }
    }

    /// What the model said of a token.
    public float logit(int token) {
        return model.get(start + token);
    }

    public int size() {
        return size;
    }

    /// The logits that tokens are chosen by, to be changed in place.
    float[] adjust() {
        if (!differs) {
            if (adjusted.length == 0) {
                adjusted = new float[size];
            }
            model.get(start, adjusted);
            differs = true;
        }
        peakKnown = false;
        return adjusted;
    }

    /// Lets only some tokens be chosen. Costs next to nothing where the likeliest one is chosen and
    /// is among them.
    ///
    /// @param tokens bit `t % 64` of word `t / 64` stands for token `t`, not to be changed; words
    ///   that are missing allow none
    public void allowOnly(long[] tokens) {
        allowed = tokens;
        peakKnown &= allows(tokens, peak.at());
    }

    private static boolean allows(long[] tokens, int token) {
        return token >> 6 < tokens.length && (tokens[token >> 6] >>> token & 1) != 0;
    }

    /// Takes away what may not be chosen.
    private void restrict(float[] logits, long[] tokens) {
        for (int from = 0; from < size; from += Long.SIZE) {
            long word = from / Long.SIZE < tokens.length ? tokens[from / Long.SIZE] : 0;
            int to = Math.min(from + Long.SIZE, size);
            if (word == 0) {
                Arrays.fill(logits, from, to, Float.NEGATIVE_INFINITY);
            } else if (word != -1) {
                for (int token = from; token < to; token++) {
                    if ((word >>> token & 1) == 0) {
                        logits[token] = Float.NEGATIVE_INFINITY;
                    }
                }
            }
        }
    }

    /// The most likely token; the lowest id among equals.
    public int argmax() {
        max();
        return peak.at();
    }

    /// exp((logit − largest logit) / temperature) of every token, accurate to 1e-6. Valid until the
    /// next call.
    float[] weights(float temperature) {
        float most = max();
        if (differs) {
            System.arraycopy(adjusted, 0, weights, 0, size);
        } else {
            model.get(start, weights);
        }
        if (allowed != null) {
            restrict(weights, allowed);
        }
        return exponentials(most, temperature);
    }

    /// log Σ exp(logit) of what the model said: what turns a logit into a log-probability by
    /// subtraction.
    public double logSumExp() {
        model.get(start, weights);
        double sum = 0;
        for (float weight : exponentials(modelMax, 1)) {
            sum += weight;
        }
        return modelMax + Math.log(sum);
    }

    private float max() {
        if (!peakKnown) {
            FloatBuffer logits = differs ? FloatBuffer.wrap(adjusted) : model;
            int first = differs ? 0 : start;
            float most =
                    allowed == null
                            ? peak.find(logits, first, size)
                            : peak.find(logits, first, size, allowed);
            if (!Float.isFinite(most)) {
                throw new ArithmeticException("No token is left to choose");
            }
            peakKnown = true;
        }
        return peak.value();
    }

    private float[] exponentials(float most, float temperature) {
        float scale = LOG2_E / temperature;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = exp2((weights[i] - most) * scale);
        }
        return weights;
    }

    /// 2^x for x ≤ 0, and 0 where that is below 2^-126. Branch-free, so that the compiler
    /// vectorises the loop around it: over a whole vocabulary this takes a tenth of the time of
    /// `Math.exp`.
    private static float exp2(float x) {
        float t = Math.max(x, -127f);
        int whole = (int) (t - 0.5f);
        float f = t - whole;
        float fraction = 1 + f * (C1 + f * (C2 + f * (C3 + f * (C4 + f * (C5 + f * C6)))));
        return fraction * Float.intBitsToFloat((whole + 127) << 23);
    }
}
