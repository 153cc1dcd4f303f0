package dev.passerelle.runtime.ort;

import ai.onnxruntime.OnnxTensor;
import dev.passerelle.runtime.importer.DecoderShape;
import dev.passerelle.runtime.importer.export.ExportedModel;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An exported decoder whose cache `GroupQueryAttention` alone reads and writes: the same memory is
/// bound as past and as present, and the attention mask says how long each row is.
final class InPlaceDecoder extends ExportedDecoder {

    private final DecoderShape shape;
    private final ExportedModel model;
    private final KvCache cache;
    private final Map<View, List<OnnxTensor>> tensors = new HashMap<>();

    /// Slots `first` to `first + rows - 1`.
    private record View(int first, int rows) {}

    private InPlaceDecoder(ExportedModel model, ExportGraph graph, KvCache cache) {
        super(graph, model.shape().vocabularySize());
        this.model = model;
        this.shape = model.shape();
        this.cache = cache;
    }

    static ExportedDecoder load(ExportedModel model, int slots, int maxLength, int threads) {
        KvCache cache =
                new KvCache(model.shape(), slots, maxLength, model.signature().cachePrecision());
        try {
            return new InPlaceDecoder(
                    model, new ExportGraph(model, slots, maxLength, threads), cache);
        } catch (RuntimeException e) {
            cache.close();
            throw e;
        }
    }

    @Override
    public void decode(int rows, int[] tokens, int[] lengths) {
        List<OnnxTensor> kv = tensors.computeIfAbsent(new View(0, rows), this::bind);
        graph.run(new ExportGraph.Step(rows, 1, tokens, 0, lengths, 1), kv, kv);
    }

    @Override
    void read(int slot, int[] tokens, int offset, int count, int logitRows) {
        List<OnnxTensor> kv = tensors.computeIfAbsent(new View(slot, 1), this::bind);
        int[] past = {offset};
        graph.run(new ExportGraph.Step(1, count, tokens, offset, past, logitRows), kv, kv);
    }

    private List<OnnxTensor> bind(View view) {
        List<OnnxTensor> bound = new ArrayList<>();
        for (int tensor = 0; tensor < 2 * shape.layers(); tensor++) {
            bound.add(
                    OrtRuntime.tensor(
                            cache.buffer(tensor, view.first, view.rows),
                            cache.shape(view.rows),
                            ExportGraph.type(model.signature().cachePrecision())));
        }
        return bound;
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
        tensors.values().forEach(bound -> bound.forEach(OnnxTensor::close));
        graph.close();
        cache.close();
    }
}
