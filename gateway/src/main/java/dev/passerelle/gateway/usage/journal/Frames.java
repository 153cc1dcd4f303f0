package dev.passerelle.gateway.usage.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/// How entries lie in a segment: length and CRC-32C of the payload, four bytes each, big-endian,
/// then the payload.
public final class Frames {
    /// Longest payload.
    public static final int LONGEST = 1 << 16;

    static final int HEADER = 2 * Integer.BYTES;

    private Frames() {}

    /// The bytes to append for an entry.
    public static byte[] of(byte[] payload) {
        if (payload.length == 0 || payload.length > LONGEST) {
            throw new IllegalArgumentException(
                    "an entry of %d bytes; 1 to %d fit".formatted(payload.length, LONGEST));
        }
        return ByteBuffer.allocate(HEADER + payload.length)
                .putInt(payload.length)
                .putInt(checksum(payload))
                .put(payload)
                .array();
    }

    /// The next payload, after which the buffer stands. Empty, and the buffer where it was, unless
    /// a whole and sound entry begins there.
    static Optional<byte[]> next(ByteBuffer buffer) {
        int start = buffer.position();
        if (buffer.remaining() < HEADER) {
            return Optional.empty();
        }
        int length = buffer.getInt();
        int checksum = buffer.getInt();
        if (length > 0 && length <= LONGEST && length <= buffer.remaining()) {
            byte[] payload = new byte[length];
            buffer.get(payload);
            if (checksum(payload) == checksum) {
                return Optional.of(payload);
            }
        }
        buffer.position(start);
        return Optional.empty();
    }

    private static int checksum(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }
}
