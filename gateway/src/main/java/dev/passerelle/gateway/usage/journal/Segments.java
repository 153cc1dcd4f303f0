package dev.passerelle.gateway.usage.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files of a journal, numbered in the order they were written.
final class Segments {
    /// What each begins with: the format and its version.
    private static final byte[] MAGIC = {'P', 'S', 'L', 'J', 0, 0, 0, 1};

    /// Where the first entry is.
    static final int START = MAGIC.length;

    private static final int CHUNK = 512 * 1024;
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
        byte[] beginning = Arrays.copyOf(MAGIC, START + frames.length);
        System.arraycopy(frames, 0, beginning, START, frames.length);
        return OpenSegment.create(path(number), beginning, Math.max(size, beginning.length));
    }

    /// Reads entries until the limit, or about half a MiB of them.
    ///
    /// @param limit how far the segment is written
    /// @return where the next entry begins; what was given if there is none
    Position read(Position from, long limit, Consumer<byte[]> entries) throws IOException {
        int length = (int) Math.min(limit - from.offset(), CHUNK);
        if (length <= 0) {
            return from;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes(from, length));
        Optional<byte[]> payload = Frames.next(buffer);
        while (payload.isPresent()) {
            entries.accept(payload.get());
            payload = Frames.next(buffer);
        }
        return new Position(from.segment(), from.offset() + buffer.position());
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
        Path path = path(number);
        long length = Files.size(path);
        if (length < START) {
            return 0;
        }
        if (!Arrays.equals(bytes(new Position(number, 0), START), MAGIC)) {
            throw new IOException(
                    "%s is no journal this version can read: start the version that wrote it once, or move the file away"
                            .formatted(path));
        }
        return length;
    }

    void delete(long number) throws IOException {
        Files.deleteIfExists(path(number));
    }

    private Path path(long number) {
        return directory.resolve("%012d.journal".formatted(number));
    }
}
