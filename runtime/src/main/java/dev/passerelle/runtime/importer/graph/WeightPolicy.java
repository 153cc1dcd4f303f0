package dev.passerelle.runtime.importer.graph;

import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.ImportSettings.Activations;
import dev.passerelle.runtime.importer.weights.WeightForm;
import dev.passerelle.runtime.importer.weights.WeightRows;

/// Which form a weight takes, and how exactly it is multiplied. Figures in docs/families.md.
///
/// @param turned whether the residual stream is kept in a turned basis
record WeightPolicy(Precision precision, Activations activations, boolean turned) {

    /// The smallest block of `MatMulNBits`.
    private static final int LEAST_BLOCK = 16;

    /// How finely the input of a product is cut into blocks where int8 activations are quantised,
    /// each block with a scale of its own.
    enum Granularity {
        /// As the weights are stored.
        STORED,
        /// As small as the operator takes them: closer, a little slower.
        FINE,
        /// As stored; not at all where the input, a norm's output, has a scale known beforehand.
        NORMED
    }

    static WeightPolicy of(ImportSettings settings) {
        return new WeightPolicy(
                settings.precision(),
                settings.activations(),
                settings.precision() == Precision.W8A8);
    }

    WeightForm form(WeightRows matrix, Granularity granularity) {
        return switch (precision) {
            case FP32 -> WeightForm.FLOAT32;
            case INT8 -> WeightForm.INT8;
            case INT4 -> WeightForm.INT4;
            case W8A8 ->
                    granularity == Granularity.NORMED && activations == Activations.INT8
                            ? new WeightForm.WholeRow(matrix.columns())
                            : WeightForm.INT8;
            case AS_STORED ->
                    switch (WeightForm.exact(matrix.keptType())) {
                        case WeightForm.Affine(int bits, _) when granularity == Granularity.FINE ->
                                new WeightForm.Affine(bits, LEAST_BLOCK);
                        case WeightForm exact -> exact;
                    };
        };
    }

    /// `accuracy_level` of `MatMulNBits`: 1 keeps activations fp32, 4 quantises them to int8.
    ///
    /// Level 4 computes a row in the same way whatever rows are beside it, bit for bit. Level 1 has
    /// another kernel for one row than for several, so that mixing it in would make a text depend
    /// on what else runs.
    int accuracyLevel() {
        return switch (activations) {
            case INT8 -> 4;
            case FP32 -> 1;
        };
    }
}
