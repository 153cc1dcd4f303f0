package dev.passerelle.runtime.importer.graph;

import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.ImportSettings.Activations;
import dev.passerelle.runtime.importer.weights.ElementType;
import dev.passerelle.runtime.importer.weights.WeightForm;

/// Which form a stored weight takes, and how exactly it is multiplied. Figures in docs/families.md.
record WeightPolicy(Precision precision, Activations activations) {

    /// How much int8 activations would harm what follows a product.
    enum Sensitivity {
        /// Queries, keys and values: attention turns small errors into other weights on other
        /// tokens. The MLP's second product: its input spans the widest range within a block.
        HIGH,
        ORDINARY
    }

    static WeightPolicy of(ImportSettings settings) {
        return new WeightPolicy(settings.precision(), settings.activations());
    }

    WeightForm form(ElementType stored) {
        return switch (precision) {
            case FP32 -> WeightForm.FLOAT32;
            case INT8 -> WeightForm.INT8;
            case INT4 -> WeightForm.INT4;
            case AS_STORED -> WeightForm.exact(stored);
        };
    }

    /// `accuracy_level` of `MatMulNBits`: 1 keeps activations fp32, 4 quantises them to int8.
    ///
    /// A sensitive product of affine weights is computed at level 1, about as fast for so narrow a
    /// product. For 8-bit weights ONNX Runtime 1.29 has no level 1 kernel and widens them at every
    /// call.
    int accuracyLevel(Sensitivity sensitivity, WeightForm form) {
        boolean fine = sensitivity == Sensitivity.HIGH && form instanceof WeightForm.Affine;
        return activations == Activations.FP32 || fine ? 1 : 4;
    }
}
