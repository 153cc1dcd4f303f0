package dev.passerelle.runtime.importer.weights;

/// The form a weight matrix takes in a graph.
public sealed interface WeightForm {

    /// Code width of a quantised form.
    int bits();

    /// Elements along a row that share a scale.
    int blockSize();

    /// Plain fp32.
    record Float32() implements WeightForm {
        @Override
        public int bits() {
            return 32;
        }

        @Override
        public int blockSize() {
            return 1;
        }
    }

    /// `scale * (code - 2^(bits-1))`.
    record Symmetric(int bits, int blockSize) implements WeightForm {}

    /// `scale * (code - 8) + offset`, four bits.
    record Affine(int blockSize) implements WeightForm {
        @Override
        public int bits() {
            return 4;
        }
    }

    WeightForm FLOAT32 = new Float32();
    WeightForm AFFINE = new Affine(32);
    WeightForm INT8 = new Symmetric(8, 32);
    WeightForm INT4 = new Symmetric(4, 32);

    /// The form that holds a stored type's values without a second rounding.
    static WeightForm exact(ElementType type) {
        return switch (type) {
            case F32, F16, BF16 -> FLOAT32;
            case Q4_0 -> INT4;
            case Q4_1 -> AFFINE;
            case Q8_0 -> INT8;
            case Q6_K -> new Symmetric(8, 16);
        };
    }
}
