package dev.passerelle.runtime.ort;

import dev.passerelle.runtime.KvPrecision;
import dev.passerelle.runtime.importer.DecoderShape;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/// Keys and values of all slots: for each layer one tensor of keys and one of values, `[slots,
/// kvHeads, maxLength, headDim]`.
///
/// Slots are moved by copying the tokens they hold, so that the running ones can stay a contiguous
/// prefix.
final class KvCache implements AutoCloseable {

    private final List<TensorMemory> tensors = new ArrayList<>();
    private final int kvHeads;
    private final int maxLength;
    private final int headDim;
    private final long headTokenBytes;
    private final long slotBytes;

    /// In the processor's memory, for ONNX Runtime's Java API.
    KvCache(DecoderShape shape, int slots, int maxLength, KvPrecision precision) {
        this(shape, slots, maxLength, precision.bytes(), KvCache::mapAddressable);
    }

    private static MappedMemory mapAddressable(long bytes) {
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "The KV cache of one layer would take %d bytes, at most %d are possible: lower slots or max-length"
                            .formatted(bytes, Integer.MAX_VALUE));
        }
        return new MappedMemory(bytes);
    }

    /// @param memory gives a tensor's memory for its size in bytes
    KvCache(
            DecoderShape shape,
            int slots,
            int maxLength,
            int elementBytes,
            LongFunction<? extends TensorMemory> memory) {
        this.kvHeads = shape.kvHeads();
        this.maxLength = maxLength;
        this.headDim = shape.headDim();
        this.headTokenBytes = (long) headDim * elementBytes;
        this.slotBytes = headTokenBytes * kvHeads * maxLength;
        try {
            for (int i = 0; i < 2 * shape.layers(); i++) {
                tensors.add(memory.apply(slotBytes * slots));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Shape of a view of some slots.
    long[] shape(int rows) {
        return new long[] {rows, kvHeads, maxLength, headDim};
    }

    /// View of `rows` slots from `firstSlot` on; tensor 2·layer holds keys, 2·layer + 1 values.
    MemorySegment view(int tensor, int firstSlot, int rows) {
        return tensors.get(tensor).segment().asSlice(firstSlot * slotBytes, rows * slotBytes);
    }

    /// The same as a buffer; only of the processor's memory.
    ByteBuffer buffer(int tensor, int firstSlot, int rows) {
        return view(tensor, firstSlot, rows).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /// Copies the first `length` tokens of one slot into another.
    void copy(int from, int to, int length) {
        for (TensorMemory tensor : tensors) {
            for (int head = 0; head < kvHeads; head++) {
                tensor.copy(at(from, head, 0), at(to, head, 0), length * headTokenBytes);
            }
        }
    }

    /// Bytes of one token over all tensors.
    long tokenBytes() {
        return headTokenBytes * kvHeads * tensors.size();
    }

    /// Copies tokens of a slot out, tensor by tensor, head by head.
    void save(int slot, int offset, int count, MemorySegment into) {
        long run = count * headTokenBytes;
        long outside = 0;
        for (TensorMemory tensor : tensors) {
            for (int head = 0; head < kvHeads; head++, outside += run) {
                tensor.read(at(slot, head, offset), into, outside, run);
            }
        }
    }

    /// Copies in what [#save] gave.
    void restore(int slot, int offset, int count, MemorySegment from) {
        long run = count * headTokenBytes;
        long outside = 0;
        for (TensorMemory tensor : tensors) {
            for (int head = 0; head < kvHeads; head++, outside += run) {
                tensor.write(from, outside, at(slot, head, offset), run);
            }
        }
    }

    private long at(int slot, int head, int token) {
        return slot * slotBytes + ((long) head * maxLength + token) * headTokenBytes;
    }

    /// Gives a slot's memory back to the operating system.
    void release(int slot) {
        for (TensorMemory tensor : tensors) {
            tensor.giveBack(slot * slotBytes, slotBytes);
        }
    }

    @Override
    public void close() {
        tensors.forEach(TensorMemory::close);
    }
}
