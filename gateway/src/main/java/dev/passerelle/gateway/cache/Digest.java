package dev.passerelle.gateway.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// What tells requests apart: a SHA-256. Requests that have the same have the same answer.
record Digest(long first, long second, long third, long fourth) {
    private static final int BYTES = 32;

    /// @param hash its 32 bytes
    static Digest of(byte[] hash) {
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new Digest(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    byte[] hex() {
        byte[] hash =
                ByteBuffer.allocate(BYTES)
                        .putLong(first)
                        .putLong(second)
                        .putLong(third)
                        .putLong(fourth)
                        .array();
        return HexFormat.of().formatHex(hash).getBytes(StandardCharsets.US_ASCII);
    }
}
