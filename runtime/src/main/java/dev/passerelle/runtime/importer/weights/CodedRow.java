package dev.passerelle.runtime.importer.weights;

/// One row of a weight matrix as integer codes, a buffer that is filled again for each row.
///
/// @param codes one unsigned code an element, centred on `2^(bits-1)`
/// @param scales one a block
/// @param offsets one a block, used by affine forms only: what is added to the code's share
@SuppressWarnings("ArrayRecordComponent") // a buffer, never compared
public record CodedRow(byte[] codes, float[] scales, float[] offsets) {

    /// For rows of `columns` elements in `form`.
    public static CodedRow of(int columns, WeightForm form) {
        int blocks = columns / form.blockSize();
        return new CodedRow(new byte[columns], new float[blocks], new float[blocks]);
    }

    public int columns() {
        return codes.length;
    }
}
