package dev.passerelle.runtime.importer.family;

/// Rotary position embedding.
///
/// @param dimensions how many dimensions of a head rotate, from the first
/// @param interleaved whether a pair is two neighbours (GGUF's llama, whose q and k rows are
///   permuted) or lies half the rotating dimensions apart
public record Rope(double theta, int dimensions, boolean interleaved, RopeScaling scaling) {

    /// The rotation of each pair at each position, `[positions, dimensions / 2]`: cosines and sines
    /// of fp32 angles, as the reference implementations compute them.
    public Cache cache(int positions) {
        int pairs = dimensions / 2;
        float[] frequencies = new float[pairs];
        for (int pair = 0; pair < pairs; pair++) {
            double frequency = 1 / Math.pow(theta, 2.0 * pair / dimensions);
            frequencies[pair] = (float) scaling.scale(frequency, pair);
        }
        float[] cos = new float[Math.multiplyExact(positions, pairs)];
        float[] sin = new float[cos.length];
        for (int i = 0; i < cos.length; i++) {
            int position = i / pairs;
            float angle = position * frequencies[i % pairs];
            cos[i] = (float) Math.cos(angle);
            sin[i] = (float) Math.sin(angle);
        }
        return new Cache(cos, sin);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Cache(float[] cos, float[] sin) {}
}
