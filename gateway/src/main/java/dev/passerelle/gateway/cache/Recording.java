package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Tokens;
import java.util.ArrayList;
import java.util.List;

/// The parts of an answer as they come: all of them, or only the newest once they take more than a
/// bound. Whoever owns it keeps threads apart.
final class Recording {
    private final long bound;
    private final List<Piece> pieces = new ArrayList<>();
    private int dropped;
    private long bytes;
    private boolean whole = true;

    /// @param bound most bytes of an answer that is kept whole
    Recording(long bound) {
        this.bound = bound;
    }

    void add(Part part, Tokens tokens) {
        Piece piece = Piece.after(bytes, part, tokens);
        pieces.add(piece);
        bytes = piece.end();
        whole &= bytes <= bound;
    }

    /// How many parts have come.
    int size() {
        return dropped + pieces.size();
    }

    /// What they take together.
    long bytes() {
        return bytes;
    }

    /// Whether the first part is still there, and all after it.
    boolean whole() {
        return whole;
    }

    Piece get(int index) {
        return pieces.get(index - dropped);
    }

    /// Whether so many bytes may stay, if all up to there are dropped.
    boolean hasRoomAfter(long end) {
        return whole || bytes - end < bound;
    }

    /// Parts before this one aren't asked for any more. Works in batches.
    void drop(int before) {
        int count = before - dropped;
        if (!whole && count > pieces.size() / 2) {
            pieces.subList(0, count).clear();
            dropped = before;
        }
    }

    List<Piece> pieces() {
        return pieces;
    }
}
