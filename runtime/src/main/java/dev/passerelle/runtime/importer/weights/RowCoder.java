package dev.passerelle.runtime.importer.weights;

/// Brings rows of a matrix into a quantised form: exactly where the form can hold stored codes,
/// else rounded to nearest, symmetric.
public final class RowCoder {

    private final WeightRows matrix;
    private final WeightForm form;
    private final WeightForm stored;
    private final CodedRow row;
    private final CodedRow storedRow;
    private final WeightRows.Reader reader;
    private final float[] floats;

    public RowCoder(WeightRows matrix, WeightForm form) {
        this.matrix = matrix;
        this.form = form;
        this.stored = WeightForm.exact(matrix.type());
        this.row = CodedRow.of(matrix.columns(), form);
        this.storedRow = CodedRow.of(matrix.columns(), stored);
        this.reader = matrix.reader();
        this.floats = new float[matrix.columns()];
    }

    /// Whether `form` holds every value of `stored`.
    public static boolean holds(WeightForm form, WeightForm stored) {
        boolean sameKind =
                switch (form) {
                    case WeightForm.Float32 _ -> stored instanceof WeightForm.Float32;
                    case WeightForm.Symmetric _ -> stored instanceof WeightForm.Symmetric;
                    case WeightForm.Affine _ -> stored instanceof WeightForm.Affine;
                    case WeightForm.WholeRow _ -> false;
                };
        return sameKind
                && form.bits() >= stored.bits()
                && stored.blockSize() % form.blockSize() == 0;
    }

    /// The row's codes, in a buffer that the next call reuses.
    public CodedRow code(long index) {
        if (matrix instanceof StoredTensor tensor && tensor.update() == null) {
            code(tensor, index);
        } else {
            reader.read(index, floats);
            round();
        }
        return row;
    }

    private void code(StoredTensor tensor, long index) {
        if (form.equals(stored)) {
            StoredCodes.read(tensor.type(), tensor.row(index), row);
        } else if (holds(form, stored)) {
            StoredCodes.read(tensor.type(), tensor.row(index), storedRow);
            widen();
        } else {
            tensor.read(index, floats);
            round();
        }
    }

    private void widen() {
        int shift = (1 << (form.bits() - 1)) - (1 << (stored.bits() - 1));
        for (int i = 0; i < row.columns(); i++) {
            row.codes()[i] = (byte) (storedRow.codes()[i] + shift);
        }
        int split = stored.blockSize() / form.blockSize();
        for (int block = 0; block < row.scales().length; block++) {
            row.scales()[block] = storedRow.scales()[block / split];
            row.offsets()[block] = storedRow.offsets()[block / split];
        }
    }

    private void round() {
        int zero = 1 << (form.bits() - 1);
        int size = form.blockSize();
        for (int block = 0; block < row.scales().length; block++) {
            float extreme = extreme(block * size, size);
            float scale = extreme / -zero;
            float inverse = scale == 0 ? 0 : 1 / scale;
            row.scales()[block] = scale;
            for (int i = block * size; i < (block + 1) * size; i++) {
                int code = Math.round(floats[i] * inverse);
                row.codes()[i] = (byte) (Math.clamp(code, -zero, zero - 1) + zero);
            }
        }
    }

    /// The value of largest magnitude, with its sign, so that it takes the end of the code range
    /// that reaches further.
    private float extreme(int from, int count) {
        float extreme = 0;
        for (int i = from; i < from + count; i++) {
            if (Math.abs(floats[i]) > Math.abs(extreme)) {
                extreme = floats[i];
            }
        }
        return extreme;
    }
}
