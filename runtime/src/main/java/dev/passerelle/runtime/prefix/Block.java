package dev.passerelle.runtime.prefix;

import dev.passerelle.runtime.prefix.BlockKeys.Key;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// One block in the cache, below the one that comes before it.
final class Block {

    /// What goes first comes first.
    static final Comparator<Block> BY_WORTH =
            Comparator.<Block>comparingDouble(block -> block.worth)
                    .thenComparingInt(block -> block.place);

    final Key key;
    final @Nullable Block parent;

    /// Which of the places in memory holds it.
    final int place;

    final double cost;

    int children;

    /// By GreedyDual (Young 1994): what it costs to compute it again, above the worth of what was
    /// last given up when it was last used.
    double worth;

    /// Tokens that are read after as many as this cost twice what the first ones do.
    private static final double TOKENS_TO_DOUBLE = 1024;

    /// @param index counts the blocks of the sequence from 0
    Block(Key key, @Nullable Block parent, int index, int place) {
        this.key = key;
        this.parent = parent;
        this.place = place;
        this.cost = 1 + index * BlockKeys.TOKENS / TOKENS_TO_DOUBLE;
    }
}
