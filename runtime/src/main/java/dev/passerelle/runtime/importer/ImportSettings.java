package dev.passerelle.runtime.importer;

import dev.passerelle.runtime.KvPrecision;
import dev.passerelle.runtime.Precision;

/// What an import should produce. Part of the cache key.
///
/// @param activations how activations enter the quantised matrix products
/// @param kv how keys and values are kept, and so what attention computes with
public record ImportSettings(Precision precision, Activations activations, KvPrecision kv) {

    /// Keys and values as fp32.
    public ImportSettings(Precision precision, Activations activations) {
        this(precision, activations, KvPrecision.FP32);
    }

    /// How `MatMulNBits` treats its first input (attribute `accuracy_level`).
    public enum Activations {
        /// Quantised to int8 per block on the fly, level 4: fast.
        INT8,
        /// Kept as fp32, level 1: exact, for checks.
        FP32
    }
}
