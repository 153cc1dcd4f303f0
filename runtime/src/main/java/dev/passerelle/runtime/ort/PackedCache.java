package dev.passerelle.runtime.ort;

import dev.passerelle.runtime.KvPrecision;
import dev.passerelle.runtime.importer.DecoderShape;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Keys and values of slots that are read and written as tensors of just their length, `[1,
/// kvHeads, length, headDim]`.
///
/// A slot's tokens lie in a *region* of the memory, head after head, `stride` tokens from the
/// beginning of one to that of the next. A run reads a slot's region, packed so that the stride is
/// its length, and writes a spare one, which then becomes the slot's: nothing is copied.
final class PackedCache implements AutoCloseable {

    private final List<MappedMemory> tensors = new ArrayList<>();
    private final int kvHeads;
    private final int maxLength;
    private final long tokenBytes;
    private final long regionBytes;
    private final int headDim;
    private final int[] regions;
    private final int[] strides;
    private int spare;

    PackedCache(DecoderShape shape, int slots, int maxLength, KvPrecision precision) {
        this.kvHeads = shape.kvHeads();
        this.headDim = shape.headDim();
        this.maxLength = maxLength;
        this.tokenBytes = (long) headDim * precision.bytes();
        this.regionBytes = kvHeads * maxLength * tokenBytes;
        this.regions = new int[slots];
        Arrays.setAll(regions, slot -> slot);
        this.spare = slots;
        this.strides = new int[slots];
        if (regionBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "The KV cache of one layer would take %d bytes for a slot of %d tokens, at most %d are possible: lower max-length"
                            .formatted(regionBytes, maxLength, Integer.MAX_VALUE));
        }
        for (int i = 0; i < 2 * shape.layers(); i++) {
            tensors.add(map(regionBytes * (slots + 1)));
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

    int tensors() {
        return tensors.size();
    }

    /// Shape of a slot of some length.
    long[] shape(int length) {
        return new long[] {1, kvHeads, length, headDim};
    }

    /// Makes the first `length` tokens of a slot lie without gaps.
    void pack(int slot, int length) {
        restride(slot, length, length);
    }

    /// What a packed slot holds.
    ByteBuffer past(int tensor, int slot, int length) {
        return view(tensor, regions[slot], length);
    }

    /// Where the next run of any slot writes.
    ByteBuffer present(int tensor, int length) {
        return view(tensor, spare, length);
    }

    /// Makes what was written the slot's.
    void appended(int slot, int length) {
        int written = spare;
        spare = regions[slot];
        regions[slot] = written;
        strides[slot] = length;
    }

    private ByteBuffer view(int tensor, int region, int length) {
        return tensors.get(tensor)
                .segment()
                .asSlice(region * regionBytes, kvHeads * length * tokenBytes)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder());
    }

    /// Moves the heads of a slot's first `length` tokens apart or together.
    private void restride(int slot, int stride, int length) {
        int before = strides[slot];
        strides[slot] = stride;
        if (before == stride || length == 0) {
            return;
        }
        long region = regions[slot] * regionBytes;
        for (MappedMemory tensor : tensors) {
            MemorySegment all = tensor.segment();
            for (int i = 1; i < kvHeads; i++) {
                int head = stride < before ? i : kvHeads - i;
                MemorySegment.copy(
                        all,
                        region + (long) head * before * tokenBytes,
                        all,
                        region + (long) head * stride * tokenBytes,
                        length * tokenBytes);
            }
        }
    }

    /// Copies the first `length` tokens of one slot into another.
    void copy(int from, int to, int length) {
        strides[to] = length;
        for (MappedMemory tensor : tensors) {
            for (int head = 0; head < kvHeads; head++) {
                MemorySegment.copy(
                        tensor.segment(),
                        at(from, head, 0),
                        tensor.segment(),
                        at(to, head, 0),
                        length * tokenBytes);
            }
        }
    }

    private long at(int slot, int head, int token) {
        return regions[slot] * regionBytes + ((long) head * strides[slot] + token) * tokenBytes;
    }

    /// Bytes of one token over all tensors.
    long tokenBytes() {
        return tensors.size() * kvHeads * tokenBytes;
    }

    /// Copies tokens of a slot out, tensor by tensor, head by head.
    void save(int slot, int offset, int count, MemorySegment into) {
        long outside = 0;
        for (MappedMemory tensor : tensors) {
            for (int head = 0; head < kvHeads; head++) {
                MemorySegment.copy(
                        tensor.segment(),
                        at(slot, head, offset),
                        into,
                        outside,
                        count * tokenBytes);
                outside += count * tokenBytes;
            }
        }
    }

    /// Copies in what [#save] gave, after the first `offset` tokens of a slot.
    void restore(int slot, int offset, int count, MemorySegment from) {
        if (strides[slot] < offset + count) {
            restride(slot, maxLength, offset);
        }
        long outside = 0;
        for (MappedMemory tensor : tensors) {
            for (int head = 0; head < kvHeads; head++) {
                MemorySegment.copy(
                        from,
                        outside,
                        tensor.segment(),
                        at(slot, head, offset),
                        count * tokenBytes);
                outside += count * tokenBytes;
            }
        }
    }

    /// Gives a slot's memory, and the spare, back to the operating system.
    void release(int slot) {
        for (MappedMemory tensor : tensors) {
            tensor.giveBack(regions[slot] * regionBytes, regionBytes);
            tensor.giveBack(spare * regionBytes, regionBytes);
        }
    }

    @Override
    public void close() {
        tensors.forEach(MappedMemory::close);
    }
}
