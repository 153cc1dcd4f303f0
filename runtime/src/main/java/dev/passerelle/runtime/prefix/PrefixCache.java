package dev.passerelle.runtime.prefix;

import dev.passerelle.runtime.ort.Decoder;
import dev.passerelle.runtime.ort.MappedMemory;
import dev.passerelle.runtime.prefix.BlockKeys.Key;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Blocks of keys and values outside the slots, in memory of a fixed size. Belongs to the engine
/// thread.
///
/// A block is of use only with all before it, so that blocks form trees and only leaves are given
/// up: the one that is worth least (see [Block]). Where all cost the same that is the least lately
/// used one; where a use is equally long ago, those deep in a long prompt stay longer, since
/// attention makes them dearer to compute.
public final class PrefixCache implements AutoCloseable {

    private final Decoder decoder;
    private final long blockBytes;
    private final @Nullable MappedMemory memory;
    private final Deque<Integer> freePlaces = new ArrayDeque<>();
    private final Map<Key, Block> blocks = new HashMap<>();
    private final TreeSet<Block> leaves = new TreeSet<>(Block.BY_WORTH);

    /// The worth of what was last given up.
    private double given;

    /// @param bytes most memory; less than a block keeps nothing
    public PrefixCache(Decoder decoder, long bytes) {
        this.decoder = decoder;
        this.blockBytes = BlockKeys.TOKENS * decoder.tokenBytes();
        int places = Math.toIntExact(Math.min(bytes / blockBytes, Integer.MAX_VALUE));
        this.memory = places == 0 ? null : new MappedMemory(places * blockBytes);
        for (int place = 0; place < places; place++) {
            freePlaces.add(place);
        }
    }

    /// Whether a block is there.
    public boolean has(BlockKeys keys, int block) {
        return blocks.containsKey(keys.key(block));
    }

    /// Copies a block that is there into a slot that holds what comes before it.
    public void restore(BlockKeys keys, int block, int slot) {
        Block found = blocks.get(keys.key(block));
        if (found == null) {
            throw new IllegalStateException("Block " + block + " is not there");
        }
        used(found);
        decoder.restore(slot, block * BlockKeys.TOKENS, BlockKeys.TOKENS, at(found.place));
    }

    /// Copies a block out of a slot, if it is not there already.
    ///
    /// @return false if what comes before it is not there, or there is no room
    public boolean save(BlockKeys keys, int block, int slot) {
        Block known = blocks.get(keys.key(block));
        if (known != null) {
            used(known);
            return true;
        }
        Block parent = block == 0 ? null : blocks.get(keys.key(block - 1));
        if (block > 0 && parent == null || !makeRoom(parent)) {
            return false;
        }
        Block fresh = new Block(keys.key(block), parent, block, freePlaces.remove());
        decoder.save(slot, block * BlockKeys.TOKENS, BlockKeys.TOKENS, at(fresh.place));
        add(fresh);
        return true;
    }

    /// Blocks there.
    int size() {
        return blocks.size();
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
        }
    }

    private void used(Block block) {
        boolean leaf = leaves.remove(block);
        block.worth = given + block.cost;
        if (leaf) {
            leaves.add(block);
        }
    }

    private void add(Block block) {
        block.worth = given + block.cost;
        blocks.put(block.key, block);
        leaves.add(block);
        if (block.parent != null) {
            leaves.remove(block.parent);
            block.parent.children++;
        }
    }

    private boolean makeRoom(@Nullable Block spared) {
        if (!freePlaces.isEmpty()) {
            return true;
        }
        for (Block leaf : leaves) {
            if (leaf != spared) {
                giveUp(leaf);
                return true;
            }
        }
        return false;
    }

    private void giveUp(Block leaf) {
        leaves.remove(leaf);
        blocks.remove(leaf.key);
        freePlaces.add(leaf.place);
        given = Math.max(given, leaf.worth);
        Block parent = leaf.parent;
        if (parent != null && --parent.children == 0) {
            leaves.add(parent);
        }
    }

    private MemorySegment at(int place) {
        if (memory == null) {
            throw new IllegalStateException("The cache has no memory");
        }
        return memory.segment().asSlice(place * blockBytes, blockBytes);
    }
}
