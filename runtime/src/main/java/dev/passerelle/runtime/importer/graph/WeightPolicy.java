package dev.passerelle.runtime.importer.graph;

import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.ImportSettings.Activations;
import dev.passerelle.runtime.importer.weights.ElementType;
import dev.passerelle.runtime.importer.weights.WeightForm;

/// Which form a stored weight takes, and how exactly it is multiplied. Figures in docs/families.md.
record WeightPolicy(Precision precision, Activations activations) {

    /// The smallest block of `MatMulNBits`.
    private static final int LEAST_BLOCK = 16;

    /// How finely the input of a product is cut into blocks where int8 activations are quantised,
    /// each block with a scale of its own.
    enum Granularity {
        /// As the weights are stored.
        STORED,
        /// As small as the operator takes them: closer, a little slower.
        FINE
    }

    static WeightPolicy of(ImportSettings settings) {
        return new WeightPolicy(settings.precision(), settings.activations());
    }

    WeightForm form(ElementType stored, Granularity granularity) {
        return switch (precision) {
            case FP32 -> WeightForm.FLOAT32;
            case INT8 -> WeightForm.INT8;
            case INT4 -> WeightForm.INT4;
            case AS_STORED ->
                    switch (WeightForm.exact(stored)) {
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
