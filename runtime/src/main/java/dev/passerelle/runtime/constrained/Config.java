package dev.passerelle.runtime.constrained;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that a text read so far may go on with: a deterministic state. Equal ones of one [Machine]
/// are the same object; its successors and its masks are found once.
@SuppressWarnings("ReferenceEquality") // equal ones are the same object
final class Config {

    final Machine machine;

    /// The places, in a fixed order.
    final List<Place> places;

    /// Whether the text may end here.
    final boolean ended;

    private final int hash;
    private volatile @Nullable Config[] successors = new @Nullable Config[256];

    /// Where every plain character leads, if all lead to the same.
    private volatile @Nullable Config plain;

    private volatile boolean plainKnown;

    /// Whether its masks were needed since [MaskBudget] last looked.
    volatile boolean used;

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
        return next == null ? stepped(unsigned) : next;
    }

    /// Finds the same for all bytes around it that lead there for the same reason. A race finds the
    /// same object twice.
    private Config stepped(int unsigned) {
        @Nullable Config[] known = successors;
        Config next = machine.step(this, unsigned);
        int from = 0;
        int to = 255;
        for (Place place : places) {
            State state = place.state();
            for (int i = 0; i < state.lows.length; i++) {
                int low = state.lows[i];
                int high = state.highs[i];
                from = Math.max(from, low > unsigned ? 0 : high < unsigned ? high + 1 : low);
                to = Math.min(to, low > unsigned ? low - 1 : high < unsigned ? 255 : high);
            }
        }
        Arrays.fill(known, from, to + 1, next);
        return next;
    }

    /// The config after any one plain character ([TokenTrie#isPlain]), null if they differ.
    @Nullable Config afterPlain() {
        if (!plainKnown) {
            Config first = next('a');
            boolean same = true;
            for (int b = ' '; same && b < 0x7F; b++) {
                same = !TokenTrie.isPlain(b) || next(b) == first;
            }
            plain = same ? first : null;
            plainKnown = true;
            return same ? first : null;
        }
        return plain;
    }

    /// Forgets where it leads, so that configs found from it can go.
    void forgetSuccessors() {
        successors = new @Nullable Config[256];
        plainKnown = false;
        plain = null;
    }

    /// Forgets what tokens do.
    void dropMasks() {
        mask = null;
        shortTokens = null;
        reachOfAll = null;
        reachOfShort = null;
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
