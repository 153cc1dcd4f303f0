package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.tenancy.Prices;
import dev.passerelle.gateway.usage.UsageRecord.Closing;
import dev.passerelle.gateway.usage.UsageRecord.Opening;
import dev.passerelle.gateway.usage.journal.Frames;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How the journal's entries are written: a byte that tells their kind, then their fields. Those of
/// the first version, which knew no deployments, can still be read.
final class Entries {
    private static final int OLD_BEGIN = 1;
    private static final int CHECKPOINT = 2;
    private static final int OLD_END = 3;
    private static final int BEGIN = 4;
    private static final int END = 5;

    private Entries() {}

    /// What is done with each kind.
    interface Reader {

        default void began(Opening opening) {}

        default void generated(UUID id, long tokens) {}

        default void ended(UsageRecord record) {}
    }

    /// Writes fields.
    @FunctionalInterface
    private interface Fields {
        void write(DataOutputStream out) throws IOException;
    }

    static byte[] begin(Opening opening) {
        return frame(BEGIN, out -> write(out, opening));
    }

    static byte[] checkpoint(UUID id, long tokens) {
        return frame(
                CHECKPOINT,
                out -> {
                    write(out, id);
                    out.writeLong(tokens);
                });
    }

    static byte[] end(UsageRecord record) {
        return frame(
                END,
                out -> {
                    write(out, record.opening());
                    write(out, record.closing());
                });
    }

    private static byte[] frame(int kind, Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(320);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(kind);
            fields.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Frames.of(bytes.toByteArray());
    }

    /// Whether the payload of a frame is a record: others needn't be read to find those.
    static boolean isRecord(byte[] payload) {
        return payload[0] == END || payload[0] == OLD_END;
    }

    /// Reads the payload of a frame.
    static void read(byte[] payload, Reader reader) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
            int kind = in.readByte();
            switch (kind) {
                case OLD_BEGIN -> reader.began(opening(in, true));
                case BEGIN -> reader.began(opening(in, false));
                case CHECKPOINT -> reader.generated(id(in), in.readLong());
                case OLD_END -> reader.ended(new UsageRecord(opening(in, true), closing(in, true)));
                case END -> reader.ended(new UsageRecord(opening(in, false), closing(in, false)));
                default -> throw new IOException("an entry of the unknown kind " + kind);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(DataOutputStream out, Opening opening) throws IOException {
        write(out, opening.id());
        write(out, opening.time());
        out.writeUTF(opening.requestId());
        out.writeUTF(opening.endpoint());
        out.writeUTF(opening.key());
        out.writeUTF(opening.organisation());
        out.writeUTF(opening.project());
        out.writeUTF(opening.model());
        out.writeUTF(opening.revision());
        Work work = opening.work();
        out.writeBoolean(work != null);
        if (work != null) {
            write(out, work);
        }
    }

    private static Opening opening(DataInputStream in, boolean old) throws IOException {
        UUID id = id(in);
        Instant time = instant(in);
        String requestId = in.readUTF();
        String endpoint = in.readUTF();
        String key = in.readUTF();
        String organisation = in.readUTF();
        String project = in.readUTF();
        String model = in.readUTF();
        String revision = in.readUTF();
        return new Opening(
                id,
                time,
                requestId,
                endpoint,
                key,
                organisation,
                project,
                model,
                revision,
                work(in, model, revision, old));
    }

    private static void write(DataOutputStream out, Work work) throws IOException {
        out.writeUTF(work.deployment());
        out.writeUTF(work.region());
        write(out, work.reserved());
        out.writeLong(work.promptTokens());
        out.writeLong(work.prices().prompt());
        out.writeLong(work.prices().completion());
        out.writeUTF(work.prices().currency());
    }

    private static @Nullable Work work(
            DataInputStream in, String model, String revision, boolean old) throws IOException {
        return in.readBoolean()
                ? new Work(
                        model,
                        revision,
                        old ? "" : in.readUTF(),
                        in.readUTF(),
                        instant(in),
                        in.readLong(),
                        new Prices(in.readLong(), in.readLong(), in.readUTF()))
                : null;
    }

    private static void write(DataOutputStream out, Closing closing) throws IOException {
        out.writeUTF(closing.outcome().name());
        out.writeInt(closing.status());
        Counted tokens = closing.tokens();
        out.writeLong(tokens.prompt());
        out.writeLong(tokens.completion());
        out.writeLong(tokens.cached());
        out.writeBoolean(tokens.estimated());
        Latency latency = closing.latency();
        out.writeLong(latency.admission().toNanos());
        out.writeLong(latency.queue().toNanos());
        out.writeLong(latency.prompt().toNanos());
        out.writeLong(latency.decode().toNanos());
        out.writeLong(latency.total().toNanos());
    }

    private static Closing closing(DataInputStream in, boolean old) throws IOException {
        return new Closing(
                Outcome.valueOf(in.readUTF()),
                in.readInt(),
                new Counted(in.readLong(), in.readLong(), in.readLong(), !old && in.readBoolean()),
                new Latency(nanos(in), nanos(in), nanos(in), nanos(in), nanos(in)));
    }

    private static void write(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, time));
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS);
    }

    private static Duration nanos(DataInputStream in) throws IOException {
        return Duration.ofNanos(in.readLong());
    }

    private static void write(DataOutputStream out, UUID id) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private static UUID id(DataInputStream in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }
}
