package dev.passerelle.runtime.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;

/// ONNX Runtime's Java API, with its checked exceptions turned into unchecked ones.
final class OrtRuntime {

    private OrtRuntime() {}

    private static final OrtEnvironment ENVIRONMENT = SharedOrtEnvironment.get();

    static OrtSession open(Path graph, int threads) {
        return unchecked(() -> {
            try (SessionOptions options = new SessionOptions()) {
                options.setIntraOpNumThreads(SharedOrtEnvironment.threads(threads));
                options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
                options.setMemoryPatternOptimization(false);
                options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
                return ENVIRONMENT.createSession(graph.toString(), options);
            }
        });
    }

    static OnnxTensor tensor(LongBuffer data, long[] shape) {
        return unchecked(
                () -> OnnxTensor.createTensor(ENVIRONMENT, data.slice(0, elements(shape)), shape));
    }

    static OnnxTensor tensor(IntBuffer data, long[] shape) {
        return unchecked(
                () -> OnnxTensor.createTensor(ENVIRONMENT, data.slice(0, elements(shape)), shape));
    }

    static OnnxTensor tensor(FloatBuffer data, long[] shape) {
        return unchecked(
                () -> OnnxTensor.createTensor(ENVIRONMENT, data.slice(0, elements(shape)), shape));
    }

    /// @param data of exactly that shape
    static OnnxTensor tensor(ByteBuffer data, long[] shape, OnnxJavaType type) {
        return unchecked(() -> OnnxTensor.createTensor(ENVIRONMENT, data, shape, type));
    }

    static void close(OrtSession session) {
        unchecked(() -> {
            session.close();
            return session;
        });
    }

    private static int elements(long[] shape) {
        int product = 1;
        for (long dimension : shape) {
            product = Math.multiplyExact(product, Math.toIntExact(dimension));
        }
        return product;
    }

    private interface Call<T> {
        T run() throws OrtException;
    }

    private static <T> T unchecked(Call<T> call) {
        try {
            return call.run();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
        }
    }
}
