package dev.passerelle.runtime.importer.graph;

import dev.passerelle.runtime.importer.weights.WeightForm;

/// A weight matrix `[rows, columns]` in the external data.
///
/// @param values fp32 values `[rows, columns]`, packed codes `[rows, columns / block, block * bits
///   / 8]`, or whole rows' signed codes `[columns, rows]`
/// @param scales fp32 `[rows, columns / block]`; of no length for fp32
/// @param offsets the affine form's fp32 `[rows, columns / block]`; of no length otherwise
record PlacedMatrix(
        WeightForm form,
        long rows,
        int columns,
        ExternalData.Region values,
        ExternalData.Region scales,
        ExternalData.Region offsets) {

    int blocks() {
        return columns / form.blockSize();
    }

    int blockBytes() {
        return form.blockSize() * form.bits() / 8;
    }
}
