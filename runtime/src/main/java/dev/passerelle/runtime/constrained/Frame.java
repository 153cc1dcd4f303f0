package dev.passerelle.runtime.constrained;

import org.jspecify.annotations.Nullable;

/// The top of a stack of what is to be matched later: a state to go on in after a rule, or a
/// counted loop. Equal ones of one [Machine] are the same object.
final class Frame {

    /// Stands for a count that no token changes.
    static final int MANY = Integer.MAX_VALUE;

    final @Nullable State back;
    final State.@Nullable Loop loop;

    /// Rounds of the loop still needed, the current one included.
    final int need;

    /// Rounds of the loop still possible, the current one included.
    final int room;

    final @Nullable Frame below;
    final int depth;
    final long id;
    private final int hash;

    private Frame(
            @Nullable State back,
            State.@Nullable Loop loop,
            int need,
            int room,
            @Nullable Frame below,
            long id) {
        this.back = back;
        this.loop = loop;
        this.need = need;
        this.room = room;
        this.below = below;
        this.depth = below == null ? 1 : below.depth + 1;
        this.id = id;
        this.hash =
                ((System.identityHashCode(back) * 31 + System.identityHashCode(loop)) * 31
                                        + need * 7
                                        + room)
                                * 31
                        + System.identityHashCode(below);
    }

    static Frame back(State state, @Nullable Frame below, long id) {
        return new Frame(state, null, 0, 0, below, id);
    }

    static Frame round(State.Loop loop, int need, int room, @Nullable Frame below, long id) {
        return new Frame(null, loop, need, room, below, id);
    }

    /// Below which nothing is known.
    static Frame floor() {
        return new Frame(null, null, 0, 0, null, 0);
    }

    boolean isFloor() {
        return back == null && loop == null;
    }

    boolean shared() {
        return loop != null ? loop.body.shared : back != null && back.shared;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Frame other
                && back == other.back
                && loop == other.loop
                && need == other.need
                && room == other.room
                && below == other.below;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
