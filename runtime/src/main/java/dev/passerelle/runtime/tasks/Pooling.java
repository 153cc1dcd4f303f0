package dev.passerelle.runtime.tasks;

import java.nio.FloatBuffer;

/// How the vectors of a text's tokens become the vector of the text.
enum Pooling {
    /// The first token's vector.
    CLS("pooling_mode_cls_token") {
        @Override
        void sum(FloatBuffer hidden, int offset, int tokens, float[] vector) {
            hidden.get(offset, vector);
        }
    },
    /// The mean over all tokens.
    MEAN("pooling_mode_mean_tokens") {
        @Override
        void sum(FloatBuffer hidden, int offset, int tokens, float[] vector) {
            for (int i = 0; i < tokens * vector.length; i++) {
                vector[i % vector.length] += hidden.get(offset + i);
            }
        }
    };

    private final String key;

    Pooling(String key) {
        this.key = key;
    }

    /// Its switch in `1_Pooling/config.json`.
    String key() {
        return key;
    }

    /// The text's vector but for its length.
    ///
    /// @param hidden token vectors, one after the other
    /// @param offset where the text's first begins
    /// @param tokens how many are the text's; padding follows
    abstract void sum(FloatBuffer hidden, int offset, int tokens, float[] vector);

    /// The text's vector, of length 1.
    float[] pool(FloatBuffer hidden, int offset, int tokens, int dimensions) {
        float[] vector = new float[dimensions];
        sum(hidden, offset, tokens, vector);
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        float scale = (float) (1 / Math.sqrt(Math.max(squares, 1e-24)));
        for (int i = 0; i < dimensions; i++) {
            vector[i] *= scale;
        }
        return vector;
    }
}
