package dev.passerelle.runtime.check;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.passerelle.runtime.importer.DecoderShape;
import dev.passerelle.runtime.importer.ImportedModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One sequence fed to an imported decoder, its KV cache growing in place.
final class TeacherForcedSession implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final DecoderShape shape;
    private final List<OnnxTensor> cache = new ArrayList<>();
    private final FloatBuffer logits;
    private int length;

    /// @param maxLength most tokens the sequence will hold
    TeacherForcedSession(ImportedModel model, int maxLength) throws OrtException {
        shape = model.shape();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            session = environment.createSession(model.graph().toString(), options);
        }
        logits = floats(shape.vocabularySize());
        long[] size = {1, shape.kvHeads(), maxLength, shape.headDim()};
        for (int i = 0; i < 2 * shape.layers(); i++) {
            FloatBuffer buffer = floats(shape.kvHeads() * maxLength * shape.headDim());
            cache.add(OnnxTensor.createTensor(environment, buffer, size));
        }
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /// Forgets the sequence.
    void restart() {
        length = 0;
    }

    /// Appends tokens and returns the log-probabilities of what follows the last one.
    double[] append(List<Integer> tokens) throws OrtException {
        LongBuffer ids = LongBuffer.allocate(tokens.size());
        tokens.forEach(ids::put);
        length += tokens.size();
        try (OnnxTensor input =
                        OnnxTensor.createTensor(
                                environment, ids.flip(), new long[] {1, tokens.size()});
                OnnxTensor last =
                        OnnxTensor.createTensor(
                                environment,
                                IntBuffer.wrap(new int[] {length - 1}),
                                new long[] {1});
                OnnxTensor total =
                        OnnxTensor.createTensor(
                                environment, IntBuffer.wrap(new int[] {length}), new long[] {});
                OnnxTensor out =
                        OnnxTensor.createTensor(
                                environment, logits, new long[] {1, shape.vocabularySize()})) {
            run(
                    Map.of(
                            "input_ids", input,
                            "seqlens_k", last,
                            "total_sequence_length", total),
                    out);
        }
        return logSoftmax();
    }

    private void run(Map<String, OnnxTensor> step, OnnxTensor out) throws OrtException {
        Map<String, OnnxTensorLike> inputs = new HashMap<>(step);
        Map<String, OnnxValue> outputs = new LinkedHashMap<>();
        outputs.put("logits", out);
        for (int i = 0; i < cache.size(); i++) {
            String suffix = "." + i / 2 + (i % 2 == 0 ? ".key" : ".value");
            inputs.put("past_key_values" + suffix, cache.get(i));
            outputs.put("present" + suffix, cache.get(i));
        }
        session.run(inputs, outputs).close();
    }

    private double[] logSoftmax() {
        double[] values = new double[logits.capacity()];
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < values.length; i++) {
            values[i] = logits.get(i);
            greatest = Math.max(greatest, values[i]);
        }
        double sum = 0;
        for (double value : values) {
            sum += Math.exp(value - greatest);
        }
        double norm = greatest + Math.log(sum);
        for (int i = 0; i < values.length; i++) {
            values[i] -= norm;
        }
        return values;
    }

    @Override
    public void close() throws OrtException {
        cache.forEach(OnnxTensor::close);
        session.close();
    }
}
