package dev.passerelle.runtime.ort;

import dev.passerelle.runtime.KvPrecision;
import dev.passerelle.runtime.importer.DecoderShape;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Keys and values of all slots: for each layer one tensor of keys and one of values, `[slots,
/// kvHeads, maxLength, headDim]`.
///
/// Only pages that hold tokens take memory. Slots are moved by copying the tokens they hold, so
/// that the running ones can stay a contiguous prefix.
final class KvCache implements AutoCloseable {

    private final List<MappedMemory> tensors = new ArrayList<>();
    private final int kvHeads;
    private final int maxLength;
    private final int headDim;
    private final int elementBytes;
    private final long slotBytes;

    KvCache(DecoderShape shape, int slots, int maxLength, KvPrecision precision) {
        this.kvHeads = shape.kvHeads();
        this.maxLength = maxLength;
        this.headDim = shape.headDim();
        this.elementBytes = precision.bytes();
        this.slotBytes = (long) kvHeads * maxLength * headDim * elementBytes;
        if (slotBytes * slots > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "The KV cache of one layer would take %d bytes for %d slots of %d tokens, at most %d are possible: lower slots or max-length"
                            .formatted(slotBytes * slots, slots, maxLength, Integer.MAX_VALUE));
        }
        for (int i = 0; i < 2 * shape.layers(); i++) {
            tensors.add(map(slotBytes * slots));
        }
    }

    private MappedMemory map(long bytes) {
        try {
            return new MappedMemory(bytes);
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
    ByteBuffer view(int tensor, int firstSlot, int rows) {
        return tensors.get(tensor)
                .segment()
                .asSlice(firstSlot * slotBytes, rows * slotBytes)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder());
    }

    /// Copies the first `length` tokens of one slot into another.
    void copy(int from, int to, int length) {
        long headBytes = (long) maxLength * headDim * elementBytes;
        long usedBytes = (long) length * headDim * elementBytes;
        for (MappedMemory tensor : tensors) {
            MemorySegment all = tensor.segment();
            for (int head = 0; head < kvHeads; head++) {
                MemorySegment.copy(
                        all,
                        from * slotBytes + head * headBytes,
                        all,
                        to * slotBytes + head * headBytes,
                        usedBytes);
            }
        }
    }

    /// Bytes of one token over all tensors.
    long tokenBytes() {
        return (long) tensors.size() * kvHeads * headDim * elementBytes;
    }

    /// Copies tokens of a slot out, tensor by tensor, head by head.
    void save(int slot, int offset, int count, MemorySegment into) {
        eachRun(
                slot,
                offset,
                count,
                (tensor, at, outside, bytes) ->
                        MemorySegment.copy(tensor, at, into, outside, bytes));
    }

    /// Copies in what [#save] gave.
    void restore(int slot, int offset, int count, MemorySegment from) {
        eachRun(
                slot,
                offset,
                count,
                (tensor, at, outside, bytes) ->
                        MemorySegment.copy(from, outside, tensor, at, bytes));
    }

    /// What is done with the tokens of one head in one tensor.
    private interface Run {
        void at(MemorySegment tensor, long at, long outside, long bytes);
    }

    private void eachRun(int slot, int offset, int count, Run run) {
        long tokenBytes = (long) headDim * elementBytes;
        long outside = 0;
        for (MappedMemory tensor : tensors) {
            for (int head = 0; head < kvHeads; head++) {
                long at = slot * slotBytes + ((long) head * maxLength + offset) * tokenBytes;
                run.at(tensor.segment(), at, outside, count * tokenBytes);
                outside += count * tokenBytes;
            }
        }
    }

    /// Gives a slot's memory back to the operating system.
    void release(int slot) {
        for (MappedMemory tensor : tensors) {
            tensor.giveBack(slot * slotBytes, slotBytes);
        }
    }

    @Override
    public void close() {
        tensors.forEach(MappedMemory::close);
    }
}
