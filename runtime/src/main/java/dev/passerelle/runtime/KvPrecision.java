package dev.passerelle.runtime;

/// How keys and values are kept.
public enum KvPrecision {
    FP32("fp32", 4),
    FP16("fp16", 2),
    INT8("int8", 1);

    private final String id;
    private final int bytes;

    KvPrecision(String id, int bytes) {
        this.id = id;
        this.bytes = bytes;
    }

    /// The name in configuration.
    public String id() {
        return id;
    }

    /// Bytes of an element.
    public int bytes() {
        return bytes;
    }
}
