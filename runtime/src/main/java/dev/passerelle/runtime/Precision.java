package dev.passerelle.runtime;

/// How an import keeps the weights of a checkpoint.
public enum Precision {
    /// As the checkpoint stores them: quantised blocks without a second rounding, floats as fp32.
    AS_STORED("as-stored"),
    FP32("fp32"),
    INT8("int8"),
    INT4("int4"),
    /// Weights and what they are multiplied with as int8, on a turned residual stream: the fastest
    /// on processors, for families that norm before each block only.
    W8A8("w8a8");

    private final String id;

    Precision(String id) {
        this.id = id;
    }

    /// The name in configuration and on the command line.
    public String id() {
        return id;
    }
}
