package dev.passerelle.runtime.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import dev.passerelle.runtime.importer.export.ExportedModel;
import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/// An exported decoder whose present is its past with the new tokens behind it, another tensor.
///
/// Rows of different lengths would have to be padded, and what a graph makes of padding is its
/// exporter's affair: rows run one at a time, which is exact for every graph.
final class AppendingDecoder extends ExportedDecoder {

    private final PackedCache cache;
    private final OnnxJavaType type;
    private final FloatBuffer decoded;

    private AppendingDecoder(ExportedModel model, ExportGraph graph, PackedCache cache, int slots) {
        super(graph, model.shape().vocabularySize());
        this.cache = cache;
        this.type = ExportGraph.type(model.signature().cachePrecision());
        this.decoded = FloatBuffer.allocate(Math.multiplyExact(slots, vocabularySize()));
    }

    static ExportedDecoder load(ExportedModel model, int slots, int maxLength, int threads) {
        PackedCache cache =
                new PackedCache(
                        model.shape(), slots, maxLength, model.signature().cachePrecision());
        try {
            return new AppendingDecoder(
                    model, new ExportGraph(model, 1, maxLength, threads), cache, slots);
        } catch (RuntimeException e) {
            cache.close();
            throw e;
        }
    }

    @Override
    public void decode(int rows, int[] tokens, int[] lengths) {
        for (int row = 0; row < rows; row++) {
            run(row, new ExportGraph.Step(1, 1, tokens, row, new int[] {lengths[row]}, 1));
            graph.keep(decoded, row);
        }
        graph.leave(decoded);
    }

    @Override
    void read(int slot, int[] tokens, int offset, int count, int logitRows) {
        run(slot, new ExportGraph.Step(1, count, tokens, offset, new int[] {offset}, logitRows));
    }

    private void run(int slot, ExportGraph.Step step) {
        int length = step.past()[0];
        cache.pack(slot, length);
        List<OnnxTensor> past = new ArrayList<>();
        List<OnnxTensor> present = new ArrayList<>();
        try {
            for (int tensor = 0; tensor < cache.tensors(); tensor++) {
                past.add(
                        OrtRuntime.tensor(
                                cache.past(tensor, slot, length), cache.shape(length), type));
                present.add(
                        OrtRuntime.tensor(
                                cache.present(tensor, step.total()),
                                cache.shape(step.total()),
                                type));
            }
            graph.run(step, past, present);
        } finally {
            past.forEach(OnnxTensor::close);
            present.forEach(OnnxTensor::close);
        }
        cache.appended(slot, step.total());
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
        graph.close();
        cache.close();
    }
}
