package dev.passerelle.runtime.constrained;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that a text read so far may go on with: a deterministic state. Equal ones of one [Machine]
/// are the same object; its successors and its masks are found once.
final class Config {

    final Machine machine;

    /// The places, in a fixed order.
    final List<Place> places;

    /// Whether the text may end here.
    final boolean ended;

    private final int hash;
    private final @Nullable Config[] successors = new @Nullable Config[256];

    /// What tokens can follow; null until found.
    volatile @Nullable TokenMask mask;

    /// The same for short tokens, not their end included.
    volatile long @Nullable [] shortTokens;

    /// What tokens do within the rule it is in; of the two tries of [TokenTries].
    volatile @Nullable Reach reachOfAll;

    volatile @Nullable Reach reachOfShort;

    /// A state that reads, and what comes after its rule.
    record Place(State state, @Nullable Frame frame) {
        @Override
        @SuppressWarnings("ReferenceEquality") // states and frames are interned
        public boolean equals(Object object) {
            return object instanceof Place other && state == other.state && frame == other.frame;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(state) * 31 + System.identityHashCode(frame);
        }
    }

    Config(Machine machine, List<Place> places, boolean ended) {
        this.machine = machine;
        this.places = places;
        this.ended = ended;
        this.hash = places.hashCode() * 2 + (ended ? 1 : 0);
    }

    /// After one more byte, 0 to 255.
    Config next(int unsigned) {
        Config next = successors[unsigned];
        if (next == null) {
            // a race finds the same object twice
            next = machine.step(this, unsigned);
            successors[unsigned] = next;
        }
        return next;
    }

    /// Whether no text goes on or ends like this.
    boolean dead() {
        return places.isEmpty() && !ended;
    }

    /// Whether nothing but the end can follow.
    boolean complete() {
        return places.isEmpty() && ended;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Config other
                && ended == other.ended
                && places.equals(other.places);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
