package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Tokens;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// Kept answers as bytes: a version, origin, tokens and time, the lengths of the parts, the parts.
final class KeptFormat {
    private static final int VERSION = 1;
    private static final int HEADER = 128;

    private KeptFormat() {}

    static byte[] write(Kept kept) {
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(
                        HEADER + kept.bytes().length + kept.ends().length * Integer.BYTES);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(out, kept.origin());
            write(out, kept.tokens());
            out.writeLong(kept.time().toEpochMilli());
            out.writeBoolean(kept.streamed());
            out.writeInt(kept.ends().length);
            for (int end : kept.ends()) {
                out.writeInt(end);
            }
            out.writeInt(kept.bytes().length);
            out.write(kept.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written to", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Origin origin) throws IOException {
        out.writeUTF(origin.model());
        out.writeUTF(origin.revision());
        out.writeUTF(origin.deployment());
        out.writeUTF(origin.region());
    }

    private static void write(DataOutputStream out, Tokens tokens) throws IOException {
        out.writeLong(tokens.prompt());
        out.writeLong(tokens.completion());
        out.writeLong(tokens.cached());
        out.writeBoolean(tokens.exact());
    }

    /// Empty if it isn't such an answer, or one of another version.
    static Optional<Kept> read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                return Optional.empty();
            }
            Origin origin = new Origin(in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF());
            Tokens tokens =
                    new Tokens(in.readLong(), in.readLong(), in.readLong(), in.readBoolean());
            Instant time = Instant.ofEpochMilli(in.readLong());
            boolean streamed = in.readBoolean();
            int[] ends = ends(in, bytes.length);
            byte[] parts = in.readNBytes(in.readInt());
            return matches(ends, parts.length) && in.available() == 0
                    ? Optional.of(new Kept(origin, streamed, parts, ends, tokens, time))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException | DateTimeException _) {
            return Optional.empty();
        }
    }

    private static int[] ends(DataInputStream in, int most) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > most / Integer.BYTES) {
            throw new IOException("no number of parts: " + count);
        }
        int[] ends = new int[count];
        for (int i = 0; i < count; i++) {
            ends[i] = in.readInt();
        }
        return ends;
    }

    private static boolean matches(int[] ends, int length) {
        int last = 0;
        for (int end : ends) {
            if (end < last) {
                return false;
            }
            last = end;
        }
        return last == length;
    }
}
