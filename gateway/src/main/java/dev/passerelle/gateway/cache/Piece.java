package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Tokens;
import java.util.Arrays;

/// A part of an answer that is being recorded.
///
/// @param bytes never changed
/// @param end what the parts up to this one take together
/// @param tokens what was to be paid for when it came
@SuppressWarnings("ArrayRecordComponent") // never compared
record Piece(byte[] bytes, long end, Tokens tokens) {
    /// What a piece takes beside its bytes.
    private static final int OVERHEAD = 64;

    static Piece after(long start, Part part, Tokens tokens) {
        byte[] bytes =
                Arrays.copyOfRange(part.bytes(), part.offset(), part.offset() + part.length());
        return new Piece(bytes, start + bytes.length + OVERHEAD, tokens);
    }
}
