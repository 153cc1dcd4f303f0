package dev.passerelle.gateway.usage.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files of a journal, numbered in the order they were written.
final class Segments {
    /// What each begins with: the format and its version. A random id follows.
    private static final byte[] MAGIC = {'P', 'S', 'L', 'J', 0, 0, 0, 2};

    /// What segments without an id begin with.
    private static final byte[] OLD_MAGIC = {'P', 'S', 'L', 'J', 0, 0, 0, 1};

    /// Where the first entry is.
    static final int START = MAGIC.length + 2 * Long.BYTES;

    private static final int CHUNK = 1 << 20;
    private static final Pattern NAME = Pattern.compile("([0-9]{12})\\.journal");

    private final Path directory;

    Segments(Path directory) {
        this.directory = directory;
    }

    /// Their numbers, ascending.
    List<Long> numbers() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(matcher -> Long.valueOf(matcher.group(1)))
                    .sorted()
                    .toList();
        }
    }

    /// A new one, open for appending.
    ///
    /// @param frames what it begins with
    /// @param size how long it gets
    OpenSegment create(long number, byte[] frames, long size) throws IOException {
        UUID id = UUID.randomUUID();
        byte[] beginning =
                ByteBuffer.allocate(START + frames.length)
                        .put(MAGIC)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .put(frames)
                        .array();
        return OpenSegment.create(path(number), beginning, Math.max(size, beginning.length));
    }

    /// Reads entries until the limit, or about a MiB of them.
    ///
    /// @param limit how far the segment is written
    /// @return where the next entry begins; what was given if there is none
    Position read(Position from, long limit, Consumer<byte[]> entries) throws IOException {
        if (from.offset() >= limit) {
            return from;
        }
        Position first =
                from.offset() == 0 ? new Position(from.segment(), start(from.segment())) : from;
        int length = (int) Math.min(limit - first.offset(), CHUNK);
        ByteBuffer buffer = ByteBuffer.wrap(bytes(first, length));
        Optional<byte[]> payload = Frames.next(buffer);
        while (payload.isPresent()) {
            entries.accept(payload.get());
            payload = Frames.next(buffer);
        }
        return new Position(from.segment(), first.offset() + buffer.position());
    }

    private byte[] bytes(Position from, int length) throws IOException {
        byte[] bytes = new byte[length];
        try (RandomAccessFile file = new RandomAccessFile(path(from.segment()).toFile(), "r")) {
            file.seek(from.offset());
            file.readFully(bytes);
        }
        return bytes;
    }

    /// How long one is; 0 if it hasn't even got its beginning.
    ///
    /// @throws IOException if it has another format
    long length(long number) throws IOException {
        long length = Files.size(path(number));
        return length < OLD_MAGIC.length || length < start(number) ? 0 : length;
    }

    /// The random id of one that is there; empty if it is of a version that gave none.
    Optional<UUID> id(long number) throws IOException {
        if (length(number) < START || start(number) < START) {
            return Optional.empty();
        }
        ByteBuffer id = ByteBuffer.wrap(bytes(new Position(number, MAGIC.length), 2 * Long.BYTES));
        return Optional.of(new UUID(id.getLong(), id.getLong()));
    }

    private int start(long number) throws IOException {
        byte[] magic = bytes(new Position(number, 0), MAGIC.length);
        if (Arrays.equals(magic, MAGIC)) {
            return START;
        }
        if (Arrays.equals(magic, OLD_MAGIC)) {
            return OLD_MAGIC.length;
        }
        throw new IOException(
                "%s is no journal this version can read: start the version that wrote it once, or move the file away"
                        .formatted(path(number)));
    }

    void delete(long number) throws IOException {
        Files.deleteIfExists(path(number));
    }

    private Path path(long number) {
        return directory.resolve("%012d.journal".formatted(number));
    }
}
