package dev.passerelle.runtime.sampling;

import java.nio.FloatBuffer;

/// One row of logits on the heap, with what is computed from it. Reused from row to row by one
/// thread.
public final class LogitsRow {

    private static final float LOG2_E = 1.442695f;

    /// Taylor coefficients of 2^x around 0.
    private static final float C1 = 0.6931472f;

    private static final float C2 = 0.2402265f;
    private static final float C3 = 0.05550411f;
    private static final float C4 = 0.009618129f;
    private static final float C5 = 0.0013333558f;
    private static final float C6 = 0.000154035f;

    private final float[] logits;
    private final float[] weights;
    private float max;

    public LogitsRow(int vocabularySize) {
        logits = new float[vocabularySize];
        weights = new float[vocabularySize];
    }

    /// Takes row `row` of a buffer `[rows, vocabularySize]`.
    public void load(FloatBuffer buffer, int row) {
        buffer.get(row * logits.length, logits);
        float most = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        if (!Float.isFinite(most)) {
            throw new ArithmeticException("The model computed logits that are not finite");
        }
        max = most;
    }

    public float logit(int token) {
        return logits[token];
    }

    public int size() {
        return logits.length;
    }

    /// The most likely token; the lowest id among equals.
    public int argmax() {
        int token = 0;
        while (logits[token] != max) {
            token++;
        }
        return token;
    }

    /// exp((logit − largest logit) / temperature) of every token, accurate to 1e-6. Valid until the
    /// next call.
    float[] weights(float temperature) {
        float scale = LOG2_E / temperature;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = exp2((logits[i] - max) * scale);
        }
        return weights;
    }

    /// log Σ exp(logit): what turns a logit into a log-probability by subtraction.
    public double logSumExp() {
        double sum = 0;
        for (float weight : weights(1)) {
            sum += weight;
        }
        return max + Math.log(sum);
    }

    /// 2^x for x ≤ 0, below 2^-126 as if it were that. Branch-free, so that the compiler vectorises
    /// the loop around it: over a whole vocabulary this takes a tenth of the time of `Math.exp`.
    private static float exp2(float x) {
        float t = Math.max(x, -126f);
        int whole = (int) (t - 0.5f);
        float f = t - whole;
        float fraction = 1 + f * (C1 + f * (C2 + f * (C3 + f * (C4 + f * (C5 + f * C6)))));
        return fraction * Float.intBitsToFloat((whole + 127) << 23);
    }
}
