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

    /// `scale * (code - 2^(bits-1)) + offset`.
    record Affine(int bits, int blockSize) implements WeightForm {}

    /// `scale * code` with signed codes and one scale a row, kept as `[columns, rows]`.
    record WholeRow(int columns) implements WeightForm {
        @Override
        public int bits() {
            return 8;
        }

        @Override
        public int blockSize() {
            return columns;
        }
    }

    WeightForm FLOAT32 = new Float32();
    WeightForm INT8 = new Symmetric(8, 32);
    WeightForm INT4 = new Symmetric(4, 32);

    /// The form that holds a stored type's values without a second rounding.
    static WeightForm exact(ElementType type) {
        return switch (type) {
            case F32, F16, BF16 -> FLOAT32;
            case Q4_0 -> INT4;
            case Q4_1, Q4_K -> new Affine(4, 32);
            case Q2_K -> new Affine(4, 16);
            case Q3_K -> new Symmetric(4, 16);
            case Q5_1, Q5_K -> new Affine(8, 32);
            case Q5_0, Q8_0, IQ4_NL, IQ4_XS -> INT8;
            case Q6_K -> new Symmetric(8, 16);
        };
    }
}
