package dev.passerelle.runtime.importer.graph;

import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.weights.ElementType;
import dev.passerelle.runtime.importer.weights.WeightForm;

/// Which form a stored weight takes.
///
/// @param affine the form of affine 4-bit weights imported as stored: [WeightForm#AFFINE], exact,
///   or [WeightForm#INT8], one rounding to a finer grid but fewer operators
/// @param accuracyLevel `accuracy_level` of `MatMulNBits`
record WeightPolicy(Precision precision, WeightForm affine, int accuracyLevel) {

    /// The form of affine 4-bit weights as measured best; see docs/families.md.
    static final WeightForm STORED_AFFINE = WeightForm.AFFINE;

    static WeightPolicy of(ImportSettings settings, WeightForm affine) {
        return new WeightPolicy(
                settings.precision(),
                affine,
                switch (settings.activations()) {
                    case INT8 -> 4;
                    case FP32 -> 1;
                });
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
