package dev.passerelle.runtime.ort.capi;

/// What ONNX Runtime says went wrong.
public final class OrtFailure extends IllegalStateException {

    OrtFailure(String message) {
        super("ONNX Runtime: " + message);
    }
}
