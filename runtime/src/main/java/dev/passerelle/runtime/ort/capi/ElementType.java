package dev.passerelle.runtime.ort.capi;

/// The type of a tensor's elements, numbered as ONNX does (`TensorProto.DataType`).
public enum ElementType {
    FLOAT(1, 4),
    UINT8(2, 1),
    INT8(3, 1),
    INT32(6, 4),
    INT64(7, 8),
    FLOAT16(10, 2),
    BFLOAT16(16, 2);

    private final int number;
    private final int bytes;

    ElementType(int number, int bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    int number() {
        return number;
    }

    /// Bytes of an element.
    public int bytes() {
        return bytes;
    }

    static ElementType of(int number) {
        for (ElementType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "tensors of ONNX type %d are not known".formatted(number));
    }
}
