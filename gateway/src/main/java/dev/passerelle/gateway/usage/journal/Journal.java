package dev.passerelle.gateway.usage.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Entries in the order they were appended. An entry that has been appended survives the end of the
/// process, and, once [#force] has returned, the machine's.
///
/// A new segment begins with what is still to be known from older ones, so that these can be
/// deleted as soon as what was finished in them has been read.
public final class Journal implements AutoCloseable {
    private final Segments segments;
    private final long segmentBytes;
    private final Supplier<List<byte[]>> carried;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<OpenSegment> full = new ArrayList<>();
    private final Position start;
    private OpenSegment open;
    private Position end;
    private boolean closed;

    private Journal(
            Segments segments,
            long segmentBytes,
            Supplier<List<byte[]>> carried,
            List<Long> existing)
            throws IOException {
        this.segments = segments;
        this.segmentBytes = segmentBytes;
        this.carried = carried;
        long number = existing.isEmpty() ? 1 : existing.getLast() + 1;
        open = segments.create(number, new byte[0], segmentBytes);
        end = new Position(number, Segments.START);
        start = new Position(existing.isEmpty() ? number : existing.getFirst(), 0);
    }

    /// Opens a journal at a new segment, behind those that are there.
    ///
    /// @param segmentBytes how long a segment is
    /// @param carried frames of entries that a new segment begins with; called by appending threads
    public static Journal open(Path directory, long segmentBytes, Supplier<List<byte[]>> carried)
            throws IOException {
        Segments segments = new Segments(directory);
        return new Journal(segments, segmentBytes, carried, segments.numbers());
    }

    /// Where the oldest entry was when the journal was opened.
    public Position start() {
        return start;
    }

    /// Where the next entry goes.
    public Position end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }

    /// Appends entries.
    ///
    /// @param frames as [Frames#of] gives them, any number of them one after the other
    /// @throws IOException if they can't be written; the journal is as if nobody had tried
    public void append(byte[] frames) throws IOException {
        append(frames, () -> {});
    }

    /// Appends entries, and does something before any other is.
    ///
    /// @param appended what is done: no segment begins between the two
    /// @throws IOException if they can't be written; the journal is as if nobody had tried
    public void append(byte[] frames, Runnable appended) throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("the journal is closed");
            }
            if (end.offset() + frames.length > open.size()) {
                turn(frames.length);
            }
            open.put(end.offset(), frames);
            end = new Position(end.segment(), end.offset() + frames.length);
            appended.run();
        } finally {
            lock.unlock();
        }
    }

    private void turn(int room) throws IOException {
        ByteArrayOutputStream beginning = new ByteArrayOutputStream();
        carried.get().forEach(beginning::writeBytes);
        long number = end.segment() + 1;
        long start = Segments.START + (long) beginning.size();
        OpenSegment next =
                segments.create(
                        number, beginning.toByteArray(), Math.max(segmentBytes, start + room));
        full.add(open);
        open = next;
        end = new Position(number, start);
    }

    /// Reads entries from a place on, some thousands at most.
    ///
    /// @return where to go on
    public Position read(Position from, Consumer<byte[]> entries) throws IOException {
        Position until = end();
        if (from.segment() == until.segment()) {
            return segments.read(from, until.offset(), entries);
        }
        Position next = segments.read(from, segments.length(from.segment()), entries);
        return next.equals(from) ? new Position(after(from.segment()), 0) : next;
    }

    /// The random id of a segment that is there; empty if an earlier version wrote it.
    public Optional<UUID> id(long segment) throws IOException {
        return segments.id(segment);
    }

    private long after(long number) throws IOException {
        return segments.numbers().stream()
                .filter(other -> other > number)
                .findFirst()
                .orElseThrow(() -> new IOException("a segment of the journal is missing"));
    }

    /// Deletes the segments before a place.
    public void deleteBefore(Position position) throws IOException {
        for (long number : segments.numbers()) {
            if (number < position.segment()) {
                segments.delete(number);
            }
        }
    }

    /// Brings what has been appended to the disk.
    public void force() throws IOException {
        List<OpenSegment> done;
        OpenSegment current;
        lock.lock();
        try {
            done = List.copyOf(full);
            full.clear();
            current = open;
        } finally {
            lock.unlock();
        }
        for (OpenSegment old : done) {
            try (old) {
                old.force();
            }
        }
        current.force();
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            for (OpenSegment old : full) {
                old.close();
            }
            full.clear();
            try (OpenSegment last = open) {
                last.cut(end.offset());
            }
        } finally {
            lock.unlock();
        }
    }
}
