package dev.passerelle.runtime.importer.family;

import java.util.Optional;

/// Rotary position embedding.
///
/// @param dimensions how many dimensions of a head rotate, from the first
/// @param interleaved whether a pair is two neighbours (GGUF's llama, whose q and k rows are
///   permuted) or lies half the rotating dimensions apart
/// @param beyond what holds instead where sequences may grow long
public record Rope(
        double theta,
        int dimensions,
        boolean interleaved,
        RopeScaling scaling,
        Optional<Beyond> beyond) {

    /// A scaling for models that are run with room for more than `context` tokens.
    public record Beyond(int context, RopeScaling scaling) {}

    Rope(double theta, int dimensions, boolean interleaved, RopeScaling scaling) {
        this(theta, dimensions, interleaved, scaling, Optional.empty());
    }

    /// The rotations at one position after the other.
    public Rotation rotation(RopeScaling scaling) {
        float[] frequencies = new float[dimensions / 2];
        for (int pair = 0; pair < frequencies.length; pair++) {
            double frequency = 1 / Math.pow(theta, 2.0 * pair / dimensions);
            frequencies[pair] = (float) scaling.scale(frequency, pair);
        }
        return new Rotation(
                frequencies,
                scaling.magnitude(),
                new float[frequencies.length],
                new float[frequencies.length]);
    }

    /// Cosine and sine of each pair's angle at one position, times `magnitude`; frequencies and
    /// angles are fp32, as the reference implementations compute them.
    @SuppressWarnings("ArrayRecordComponent") // a buffer, never compared
    public record Rotation(float[] frequencies, double magnitude, float[] cos, float[] sin) {

        /// Fills [#cos()] and [#sin()] for `position`.
        public void moveTo(int position) {
            for (int pair = 0; pair < frequencies.length; pair++) {
                float angle = position * frequencies[pair];
                cos[pair] = (float) (Math.cos(angle) * magnitude);
                sin[pair] = (float) (Math.sin(angle) * magnitude);
            }
        }
    }
}
