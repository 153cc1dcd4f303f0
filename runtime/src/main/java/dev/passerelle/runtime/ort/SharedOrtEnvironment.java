package dev.passerelle.runtime.ort;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

/// ONNX Runtime's environment, of which a process has one.
///
/// DJL's ONNX engine insists on creating it and fails if it is there already: whoever needs the
/// environment gets it here, so that DJL is first.
public final class SharedOrtEnvironment {

    static {
        OrtLibraries.prepare();
        // DJL would look for a second engine to compute with, and download one.
        System.setProperty("ai.djl.onnx.disable_alternative", "true");
        System.setProperty("ai.djl.offline", "true");
        Engine.getEngine("OnnxRuntime");
        try {
            OrtEnvironment.getEnvironment().setTelemetry(false);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
        }
    }

    private SharedOrtEnvironment() {}

    /// Native threads of a session: those asked for, or one a processor for 0.
    public static int threads(int wanted) {
        return wanted == 0 ? Runtime.getRuntime().availableProcessors() : wanted;
    }

    public static OrtEnvironment get() {
        return OrtEnvironment.getEnvironment();
    }
}
