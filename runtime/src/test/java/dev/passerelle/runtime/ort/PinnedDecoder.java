package dev.passerelle.runtime.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.passerelle.runtime.KvPrecision;
import dev.passerelle.runtime.importer.DecoderShape;
import dev.passerelle.runtime.importer.ImportedModel;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

/// The same as a [DecoderSession] through ONNX Runtime's Java API, with pinned outputs: what that
/// one is compared with.
final class PinnedDecoder implements Decoder {

    private final OrtSession session;
    private final DecoderShape shape;
    private final KvCache cache;

    /// Tokens of one row whose logits can be had at once, where there are fewer slots than that.
    private static final int LEAST_LOGIT_ROWS = 16;

    private final LongBuffer ids;
    private final int mostLogitRows;
    private final LongBuffer logitPositions;
    private final IntBuffer lastPositions;
    private final IntBuffer longest = direct(Integer.BYTES).asIntBuffer();
    private final FloatBuffer logits;
    private final OnnxTensor longestTensor;
    private final Map<View, Bindings> bindings = new HashMap<>();

    /// Slots `first` to `first + rows - 1`, the unit a run works on, with so many rows of logits
    /// for each.
    private record View(int first, int rows, int logitRows) {}

    /// @param threads native threads a step runs on; 0 means one a processor
    PinnedDecoder(ImportedModel model, int slots, int maxLength, int threads) {
        this.shape = model.shape();
        this.ids = direct(Math.max(slots, maxLength) * Long.BYTES).asLongBuffer();
        this.lastPositions = direct(slots * Integer.BYTES).asIntBuffer();
        this.mostLogitRows = Math.max(slots, Math.min(LEAST_LOGIT_ROWS, maxLength));
        this.logitPositions = direct(mostLogitRows * Long.BYTES).asLongBuffer();
        this.logits =
                direct(Math.multiplyExact(mostLogitRows * Float.BYTES, shape.vocabularySize()))
                        .asFloatBuffer();
        this.cache = new KvCache(shape, slots, maxLength, KvPrecision.FP32);
        this.session = open(model, threads);
        this.longestTensor = OrtRuntime.tensor(longest, new long[0]);
    }

    private OrtSession open(ImportedModel model, int threads) {
        try {
            return OrtRuntime.open(model.graph(), threads);
        } catch (RuntimeException e) {
            cache.close();
            throw e;
        }
    }

    @Override
    public int vocabularySize() {
        return shape.vocabularySize();
    }

    @Override
    public int mostLogitRows() {
        return mostLogitRows;
    }

    @Override
    public FloatBuffer logits() {
        return logits;
    }

    @Override
    public void decode(int rows, int[] tokens, int[] lengths) {
        int most = 0;
        for (int row = 0; row < rows; row++) {
            ids.put(row, tokens[row]);
            lastPositions.put(row, lengths[row]);
            most = Math.max(most, lengths[row] + 1);
        }
        longest.put(0, most);
        logitPositions.put(0, 0);
        Bindings bound = bindings.computeIfAbsent(new View(0, rows, 1), this::bind);
        run(bound, bound.decodeIds);
    }

    @Override
    public void prefill(int slot, int[] tokens, int offset, int count, int logitRows) {
        for (int i = 0; i < count; i++) {
            ids.put(i, tokens[offset + i]);
        }
        for (int i = 0; i < logitRows; i++) {
            logitPositions.put(i, count - logitRows + i);
        }
        lastPositions.put(0, offset + count - 1);
        longest.put(0, offset + count);
        Bindings bound = bindings.computeIfAbsent(new View(slot, 1, logitRows), this::bind);
        try (OnnxTensor chunk = OrtRuntime.tensor(ids, new long[] {1, count})) {
            run(bound, chunk);
        }
    }

    @Override
    public void copy(int from, int to, int length) {
        cache.copy(from, to, length);
    }

    @Override
    public long tokenBytes() {
        return cache.tokenBytes();
    }

    @Override
    public void save(int slot, int offset, int count, MemorySegment into) {
        cache.save(slot, offset, count, into);
    }

    @Override
    public void restore(int slot, int offset, int count, MemorySegment from) {
        cache.restore(slot, offset, count, from);
    }

    @Override
    public void release(int slot) {
        cache.release(slot);
    }

    @Override
    public void close() {
        bindings.values().forEach(Bindings::close);
        longestTensor.close();
        OrtRuntime.close(session);
        cache.close();
    }

    private void run(Bindings bound, OnnxTensor tokens) {
        bound.inputs.put("input_ids", tokens);
        try {
            session.run(bound.inputs, bound.outputs).close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    private Bindings bind(View view) {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        Map<String, OnnxTensor> outputs = new HashMap<>();
        OnnxTensor decodeIds = OrtRuntime.tensor(ids, new long[] {view.rows, 1});
        OnnxTensor positions = OrtRuntime.tensor(lastPositions, new long[] {view.rows});
        inputs.put("seqlens_k", positions);
        inputs.put("total_sequence_length", longestTensor);
        OnnxTensor wanted = OrtRuntime.tensor(logitPositions, new long[] {view.logitRows});
        inputs.put("logit_positions", wanted);
        outputs.put(
                "logits",
                OrtRuntime.tensor(
                        logits, new long[] {view.rows, view.logitRows, shape.vocabularySize()}));
        for (int tensor = 0; tensor < 2 * shape.layers(); tensor++) {
            String name = tensor / 2 + (tensor % 2 == 0 ? ".key" : ".value");
            OnnxTensor kv =
                    OrtRuntime.tensor(
                            cache.buffer(tensor, view.first, view.rows).asFloatBuffer(),
                            cache.shape(view.rows));
            inputs.put("past_key_values." + name, kv);
            outputs.put("present." + name, kv);
        }
        return new Bindings(decodeIds, positions, wanted, inputs, outputs);
    }

    /// A run's tensors by name, made once for each view.
    private record Bindings(
            OnnxTensor decodeIds,
            OnnxTensor positions,
            OnnxTensor wanted,
            Map<String, OnnxTensor> inputs,
            Map<String, OnnxTensor> outputs) {

        void close() {
            decodeIds.close();
            positions.close();
            wanted.close();
            outputs.values().forEach(OnnxTensor::close);
        }
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
