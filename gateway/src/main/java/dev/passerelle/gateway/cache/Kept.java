package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Tokens;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/// An answer that can be given again.
///
/// @param bytes its parts, one after the other
/// @param ends where each part ends
/// @param tokens what it cost
/// @param time when it was complete
@SuppressWarnings("ArrayRecordComponent") // never compared
record Kept(
        Origin origin, boolean streamed, byte[] bytes, int[] ends, Tokens tokens, Instant time) {
    /// What an entry takes beside bytes, ends and names: its key, objects' headers, the table's
    /// node and its place in the queues.
    private static final int OVERHEAD = 512;

    static Kept of(Begun begun, List<Piece> pieces, Tokens tokens, Instant time) {
        ByteBuffer bytes =
                ByteBuffer.allocate(pieces.stream().mapToInt(piece -> piece.bytes().length).sum());
        int[] ends = new int[pieces.size()];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = bytes.put(pieces.get(i).bytes()).position();
        }
        return new Kept(begun.origin(), begun.streamed(), bytes.array(), ends, tokens, time);
    }

    /// Bytes of memory it takes.
    int weight() {
        int names =
                origin.model().length()
                        + origin.revision().length()
                        + origin.deployment().length()
                        + origin.region().length();
        return OVERHEAD + bytes.length + ends.length * Integer.BYTES + names;
    }

    /// Without what it says, which is private.
    @Override
    public String toString() {
        return "Kept[%s, %d bytes, %s]".formatted(origin, bytes.length, time);
    }
}
