package dev.passerelle.gateway.upstream;

import java.util.HexFormat;

/// Takes apart a body in chunks (RFC 9112, 7.1) as its bytes come, however they are cut.
final class Chunks {
    private static final int MOST_DIGITS = 12;
    private static final int MOST_EXTRA_BYTES = 64 << 10;

    private State state = State.SIZE;
    private long size;
    private int digits;
    private int line;
    private int extraBytes;

    private enum State {
        SIZE,
        EXTENSION,
        DATA,
        DATA_END,
        TRAILER,
        END
    }

    boolean ended() {
        return state == State.END;
    }

    /// Adds what is body; returns the index after the last byte that was taken.
    ///
    /// @throws IllegalStateException if these are no chunks
    int take(byte[] bytes, int from, int to, Inflow into) {
        int at = from;
        while (at < to && state != State.END) {
            if (state == State.DATA) {
                int length = (int) Math.min(size, to - at);
                into.add(bytes, at, length);
                at += length;
                size -= length;
                state = size == 0 ? State.DATA_END : State.DATA;
            } else {
                take(bytes[at++]);
            }
        }
        return at;
    }

    private void take(byte b) {
        switch (state) {
            case SIZE -> sizeByte(b);
            case EXTENSION -> extensionByte(b);
            case DATA_END -> {
                if (b == '\n') {
                    state = State.SIZE;
                    digits = 0;
                } else if (b != '\r') {
                    throw new IllegalStateException("a chunk is longer than it says");
                }
            }
            case TRAILER -> trailerByte(b);
            case DATA, END -> throw new AssertionError(state);
        }
    }

    private void sizeByte(byte b) {
        if (HexFormat.isHexDigit(b)) {
            size = size << 4 | HexFormat.fromHexDigit(b);
            if (++digits > MOST_DIGITS) {
                throw new IllegalStateException("a chunk is too long");
            }
        } else if (digits == 0) {
            throw new IllegalStateException("a chunk has no size");
        } else {
            line = 0;
            state = State.EXTENSION;
            extensionByte(b);
        }
    }

    private void extensionByte(byte b) {
        if (b == '\n') {
            line = 0;
            extraBytes = 0;
            state = size == 0 ? State.TRAILER : State.DATA;
        } else {
            bounded();
        }
    }

    private void trailerByte(byte b) {
        if (b == '\n') {
            state = line == 0 ? State.END : State.TRAILER;
            line = 0;
        } else if (b != '\r') {
            line++;
        }
        bounded();
    }

    private void bounded() {
        if (++extraBytes > MOST_EXTRA_BYTES) {
            throw new IllegalStateException("extensions or trailers are too long");
        }
    }
}
