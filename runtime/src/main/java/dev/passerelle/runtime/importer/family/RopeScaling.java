package dev.passerelle.runtime.importer.family;

/// How rotary frequencies are changed to reach longer contexts.
public sealed interface RopeScaling {

    /// The scaled form of a frequency, in radians a position.
    double scale(double frequency, int pair);

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

    /// GGUF's `rope_freqs.weight`: a divisor for each pair of dimensions.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Divisors(float[] divisors) implements RopeScaling {
        @Override
        public double scale(double frequency, int pair) {
            return frequency / divisors[pair];
        }
    }
}
