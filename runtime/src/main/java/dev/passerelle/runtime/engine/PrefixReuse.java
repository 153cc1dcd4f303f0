package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.ort.Decoder;
import dev.passerelle.runtime.prefix.BlockKeys;
import dev.passerelle.runtime.prefix.PrefixCache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Spares sequences the reading of what others read before them: it is copied from another slot or
/// from the cache, in whole blocks.
final class PrefixReuse {

    /// Longest time to save what a sequence leaves behind.
    private static final long MOST_NANOS_AT_LEAVING = 4_000_000;

    private final Decoder decoder;
    private final Slots slots;
    private final PrefixCache cache;
    private final Pace pace;

    PrefixReuse(Decoder decoder, Slots slots, PrefixCache cache, Pace pace) {
        this.decoder = decoder;
        this.slots = slots;
        this.cache = cache;
        this.pace = pace;
    }

    /// Copies what is known of a sequence's next tokens into its slot, until it has taken too long.
    ///
    /// @param since when this turn's reading began
    void fill(Sequence sequence, long since, boolean decoding) {
        int most = sequence.reusableBlocks();
        int block = blocksHeld(sequence);
        int cached = cached(sequence, block, most);
        Sequence holder = holder(sequence, cached, most);
        if (holder != null) {
            copy(holder, sequence, shared(holder, sequence, most));
            return;
        }
        int slot = slots.slotOf(sequence);
        while (block < cached && !pace.exhausted(since, decoding)) {
            cache.restore(sequence.blocks(), block, slot);
            block++;
            sequence.progress().reuse(block * BlockKeys.TOKENS);
        }
    }

    /// The one of some others that reads what this one needs next, ahead of it; null if there is
    /// none and it should read for itself.
    @Nullable Sequence leader(Sequence sequence, List<Sequence> unread) {
        int most = sequence.reusableBlocks();
        int held = blocksHeld(sequence);
        for (Sequence other : unread) {
            if (other == sequence) {
                // those behind it in the list are ahead only if they hold more
                held++;
                continue;
            }
            int common = other.blocks().common(sequence.blocks(), most);
            int theirs = blocksHeld(other);
            if (theirs >= held && common > theirs) {
                return other;
            }
        }
        return null;
    }

    /// Keeps the blocks that became whole when the slot's tokens grew from `length`.
    void keepRead(Sequence sequence, int length) {
        int slot = slots.slotOf(sequence);
        int to = blocksHeld(sequence);
        int block = length / BlockKeys.TOKENS;
        while (block < to && cache.save(sequence.blocks(), block, slot)) {
            block++;
        }
    }

    /// Keeps what a sequence holds that leaves its slot, completion included: the conversation may
    /// go on.
    void keepAll(Sequence sequence) {
        long since = pace.now();
        int slot = slots.slotOf(sequence);
        sequence.nameBlocks();
        int to = Math.min(blocksHeld(sequence), sequence.blocks().count());
        int block = 0;
        while (block < to
                && cache.save(sequence.blocks(), block, slot)
                && pace.now() - since < MOST_NANOS_AT_LEAVING) {
            block++;
        }
    }

    private int cached(Sequence sequence, int from, int most) {
        int block = from;
        while (block < most && cache.has(sequence.blocks(), block)) {
            block++;
        }
        return block;
    }

    /// Whose slot holds more of the blocks that a sequence needs than the cache does.
    private @Nullable Sequence holder(Sequence sequence, int least, int most) {
        Sequence best = null;
        int bestShared = Math.max(least, blocksHeld(sequence));
        for (Sequence other : slots.held()) {
            int shared = other == sequence ? 0 : shared(other, sequence, most);
            if (shared > bestShared) {
                best = other;
                bestShared = shared;
            }
        }
        return best;
    }

    private static int shared(Sequence holder, Sequence sequence, int most) {
        return holder.blocks().common(sequence.blocks(), Math.min(most, blocksHeld(holder)));
    }

    private void copy(Sequence from, Sequence to, int blocks) {
        int length = blocks * BlockKeys.TOKENS;
        decoder.copy(slots.slotOf(from), slots.slotOf(to), length);
        to.progress().reuse(length);
    }

    private static int blocksHeld(Sequence sequence) {
        return sequence.progress().length() / BlockKeys.TOKENS;
    }
}
