package dev.passerelle.runtime.importer.family;

/// How rotary frequencies are changed to reach longer contexts.
public sealed interface RopeScaling {

    /// The scaled form of a frequency, in radians a position.
    double scale(double frequency, int pair);

    /// Factor of the rotated queries and keys.
    default double magnitude() {
        return 1;
    }

    record None() implements RopeScaling {
        @Override
        public double scale(double frequency, int pair) {
            return frequency;
        }
    }

    /// Positions are divided by `factor`.
    record Linear(double factor) implements RopeScaling {
        @Override
        public double scale(double frequency, int pair) {
            return frequency / factor;
        }
    }

    /// Llama 3.1's: long wavelengths are stretched by `factor`, short ones kept, those between
    /// blended (transformers, `_compute_llama3_parameters`).
    record Llama3(double factor, double lowFactor, double highFactor, double originalContext)
            implements RopeScaling {
        @Override
        public double scale(double frequency, int pair) {
            double wavelength = 2 * Math.PI / frequency;
            if (wavelength < originalContext / highFactor) {
                return frequency;
            }
            if (wavelength > originalContext / lowFactor) {
                return frequency / factor;
            }
            double smooth = (originalContext / wavelength - lowFactor) / (highFactor - lowFactor);
            return (1 - smooth) * frequency / factor + smooth * frequency;
        }
    }

    /// YaRN: slow frequencies are divided by `factor`, fast ones kept, those of the pairs from
    /// `from` to `to` blended (transformers, `_compute_yarn_parameters`).
    record Yarn(double factor, double from, double to, double magnitude) implements RopeScaling {

        /// The magnitude that the authors advise for a factor.
        static double magnitude(double factor, double weight) {
            return factor <= 1 ? 1 : 0.1 * weight * Math.log(factor) + 1;
        }

        /// The pair that turns `rotations` times over the original context.
        static double pair(double rotations, int dimensions, double theta, double originalContext) {
            return dimensions
                    * Math.log(originalContext / (rotations * 2 * Math.PI))
                    / (2 * Math.log(theta));
        }

        @Override
        public double scale(double frequency, int pair) {
            double width = to == from ? 0.001 : to - from;
            double slow = Math.clamp((pair - from) / width, 0.0, 1.0);
            return frequency / factor * slow + frequency * (1 - slow);
        }
    }

    /// A divisor for each pair of dimensions: LongRoPE's factors, GGUF's `rope_freqs.weight`.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Divisors(float[] divisors, double magnitude) implements RopeScaling {
        @Override
        public double scale(double frequency, int pair) {
            return frequency / divisors[pair];
        }
    }
}
