package dev.passerelle.runtime.importer.graph;

import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.weights.ElementType;
import dev.passerelle.runtime.importer.weights.WeightForm;

/// Which form a stored weight takes.
///
/// @param affine the form of affine 4-bit weights imported as stored: [WeightForm#AFFINE], exact,
///   or a symmetric one, one rounding to a finer grid but fewer operators
/// @param accuracyLevel `accuracy_level` of `MatMulNBits`
record WeightPolicy(Precision precision, WeightForm affine, int accuracyLevel) {

    /// The form of affine 4-bit weights as measured best with int8 activations; figures in
    /// docs/families.md.
    static final WeightForm STORED_AFFINE = new WeightForm.Symmetric(8, 16);

    /// Exact for checks with fp32 activations, else [#STORED_AFFINE].
    static WeightPolicy of(ImportSettings settings) {
        return switch (settings.activations()) {
            case INT8 -> new WeightPolicy(settings.precision(), STORED_AFFINE, 4);
            case FP32 -> new WeightPolicy(settings.precision(), WeightForm.AFFINE, 1);
        };
    }

    WeightForm form(ElementType stored) {
        return switch (precision) {
            case FP32 -> WeightForm.FLOAT32;
            case INT8 -> WeightForm.INT8;
            case INT4 -> WeightForm.INT4;
            case AS_STORED -> {
                WeightForm exact = WeightForm.exact(stored);
                yield exact.equals(WeightForm.AFFINE) ? affine : exact;
            }
        };
    }
}
