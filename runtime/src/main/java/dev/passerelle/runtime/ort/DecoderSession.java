package dev.passerelle.runtime.ort;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.passerelle.runtime.Device;
import dev.passerelle.runtime.importer.DecoderShape;
import dev.passerelle.runtime.importer.ImportedModel;
import dev.passerelle.runtime.ort.capi.ElementType;
import dev.passerelle.runtime.ort.capi.IoBinding;
import dev.passerelle.runtime.ort.capi.Session;
import dev.passerelle.runtime.ort.capi.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A decoder on ONNX Runtime, its KV cache appended to in place: the same memory, the processor's
/// or a GPU's, is bound as past and as present, once for each set of slots that a run works on. The
/// few numbers that change are bound anew for each run, and the logits come to the processor.
///
/// Prompts are read into one slot at a time because ONNX Runtime's CPU `GroupQueryAttention` takes
/// several tokens with past context for one row only.
public final class DecoderSession implements Decoder {

    /// Tokens of one row whose logits can be had at once, where there are fewer slots than that.
    private static final int LEAST_LOGIT_ROWS = 16;

    private final DecoderShape shape;
    private final Computer computer;
    private final Session session;
    private final KvCache cache;
    private final ElementType kvType;
    private final int mostLogitRows;
    private final MemorySegment ids;
    private final MemorySegment lastPositions;
    private final MemorySegment longest;
    private final MemorySegment logitPositions;
    private final MemorySegment logits;
    private final FloatBuffer logitsBuffer;
    private final Tensor longestTensor;
    private final Map<View, Bindings> bindings = new HashMap<>();

    /// Slots `first` to `first + rows - 1`, the unit a run works on, with so many rows of logits
    /// for each.
    private record View(int first, int rows, int logitRows) {}

    /// @param device where it computes; `Auto` is the processor
    /// @param threads native threads a step runs on the processor; 0 means one a processor
    /// @throws IllegalArgumentException if the graph isn't made for the device
    public static DecoderSession open(
            ImportedModel model, int slots, int maxLength, int threads, Device device) {
        return new DecoderSession(
                model,
                slots,
                maxLength,
                switch (device) {
                    case Device.Cuda(int index) -> Computer.cuda(index);
                    case Device.Cpu _, Device.Auto _ -> Computer.cpu(threads);
                });
    }

    /// On the processor.
    ///
    /// @param threads native threads a step runs on; 0 means one a processor
    public DecoderSession(ImportedModel model, int slots, int maxLength, int threads) {
        this(model, slots, maxLength, Computer.cpu(threads));
    }

    DecoderSession(ImportedModel model, int slots, int maxLength, Computer computer) {
        this.shape = model.shape();
        this.computer = computer;
        this.mostLogitRows = Math.max(slots, Math.min(LEAST_LOGIT_ROWS, maxLength));
        Arena arena = Arena.ofAuto();
        this.ids = arena.allocate(JAVA_LONG, Math.max(slots, maxLength));
        this.lastPositions = arena.allocate(JAVA_INT, slots);
        this.longest = arena.allocate(JAVA_INT);
        this.logitPositions = arena.allocate(JAVA_LONG, mostLogitRows);
        this.logits =
                arena.allocate(
                        (long) mostLogitRows * shape.vocabularySize() * Float.BYTES, Float.BYTES);
        this.logitsBuffer = logits.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
        try {
            this.session = computer.open(model.graph());
        } catch (RuntimeException e) {
            computer.close();
            throw e;
        }
        try {
            this.kvType = kvType(session);
            computer.requireKeysOf(kvType);
            this.cache = new KvCache(shape, slots, maxLength, kvType.bytes(), computer::memory);
        } catch (RuntimeException e) {
            session.close();
            computer.close();
            throw e;
        }
        this.longestTensor = computer.hostTensor(longest, ElementType.INT32);
    }

    private static ElementType kvType(Session session) {
        ElementType type = session.inputs().get("past_key_values.0.key");
        if (type == null) {
            throw new IllegalArgumentException("The graph has no input past_key_values.0.key");
        }
        return type;
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
        return logitsBuffer;
    }

    @Override
    public void decode(int rows, int[] tokens, int[] lengths) {
        int most = 0;
        for (int row = 0; row < rows; row++) {
            ids.setAtIndex(JAVA_LONG, row, tokens[row]);
            lastPositions.setAtIndex(JAVA_INT, row, lengths[row]);
            most = Math.max(most, lengths[row] + 1);
        }
        longest.set(JAVA_INT, 0, most);
        logitPositions.set(JAVA_LONG, 0, 0);
        Bindings bound = bindings.computeIfAbsent(new View(0, rows, 1), this::bind);
        run(bound, bound.decodeIds);
    }

    @Override
    public void prefill(int slot, int[] tokens, int offset, int count, int logitRows) {
        for (int i = 0; i < count; i++) {
            ids.setAtIndex(JAVA_LONG, i, tokens[offset + i]);
        }
        for (int i = 0; i < logitRows; i++) {
            logitPositions.setAtIndex(JAVA_LONG, i, count - logitRows + i);
        }
        lastPositions.set(JAVA_INT, 0, offset + count - 1);
        longest.set(JAVA_INT, 0, offset + count);
        Bindings bound = bindings.computeIfAbsent(new View(slot, 1, logitRows), this::bind);
        try (Tensor chunk = computer.hostTensor(ids, ElementType.INT64, 1, count)) {
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
        bindings.clear();
        longestTensor.close();
        session.close();
        cache.close();
        computer.close();
    }

    private void run(Bindings bound, Tensor tokens) {
        bound.io.input("input_ids", tokens);
        bound.io.input("seqlens_k", bound.positions);
        bound.io.input("total_sequence_length", longestTensor);
        bound.io.input("logit_positions", bound.wanted);
        session.run(bound.io);
    }

    private Bindings bind(View view) {
        Bindings bound =
                new Bindings(
                        IoBinding.of(session),
                        computer.hostTensor(ids, ElementType.INT64, view.rows, 1),
                        computer.hostTensor(lastPositions, ElementType.INT32, view.rows),
                        computer.hostTensor(logitPositions, ElementType.INT64, view.logitRows),
                        new ArrayList<>());
        try {
            Tensor rows =
                    computer.hostTensor(
                            logits,
                            ElementType.FLOAT,
                            view.rows,
                            view.logitRows,
                            shape.vocabularySize());
            bound.output("logits", rows);
            for (int tensor = 0; tensor < 2 * shape.layers(); tensor++) {
                String name = tensor / 2 + (tensor % 2 == 0 ? ".key" : ".value");
                MemorySegment memory = cache.view(tensor, view.first, view.rows);
                Tensor kv = computer.tensor(memory, kvType, cache.shape(view.rows));
                bound.output("present." + name, kv);
                bound.io.input("past_key_values." + name, kv);
            }
            return bound;
        } catch (RuntimeException e) {
            bound.close();
            throw e;
        }
    }

    /// What a run of one view binds, made once.
    private record Bindings(
            IoBinding io, Tensor decodeIds, Tensor positions, Tensor wanted, List<Tensor> outputs) {

        void output(String name, Tensor tensor) {
            outputs.add(tensor);
            io.output(name, tensor);
        }

        void close() {
            io.close();
            decodeIds.close();
            positions.close();
            wanted.close();
            outputs.forEach(Tensor::close);
        }
    }
}
