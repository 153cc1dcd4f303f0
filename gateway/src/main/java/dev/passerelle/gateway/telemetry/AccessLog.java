package dev.passerelle.gateway.telemetry;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;

/// A line of JSON for each call. One thread writes; where it can't keep up, lines are dropped and
/// counted, and no call ever waits.
///
/// It says nothing of prompts, answers, keys or queries.
final class AccessLog implements AutoCloseable {
    private static final Logger LOG = System.getLogger(AccessLog.class.getName());
    private static final int MOST_WAITING = 16_384;
    private static final Duration NAP = Duration.ofMillis(50);
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(10);
    private static final int BATCH = 1 << 16;

    private final AccessLine line = new AccessLine();
    private final LineQueue queue;
    private final LogFile file;
    private final Thread writer =
            Thread.ofPlatform().daemon().name("access-log").unstarted(this::run);
    private volatile boolean moved;
    private byte[] batch = new byte[BATCH];
    private int length;
    private int lines;
    private boolean failing;

    AccessLog(LogFile file, LineQueue queue) {
        this.file = file;
        this.queue = queue;
        writer.start();
    }

    /// @param place `stdout`, or a file
    /// @throws IOException if the file can't be opened
    static AccessLog at(String place) throws IOException {
        LogFile file = place.equals("stdout") ? LogFile.stdout() : LogFile.at(Path.of(place));
        return new AccessLog(file, new LineQueue(MOST_WAITING, NAP));
    }

    void write(CallSummary call) {
        queue.put(line.of(call));
    }

    /// Begins a new file, soon: lines up to here go to the old one.
    void reopen() {
        moved = true;
        queue.wake();
    }

    /// How many lines didn't get into the file.
    long dropped() {
        return queue.dropped();
    }

    /// Writes what is still to be written.
    @Override
    public void close() {
        queue.close();
        try {
            writer.join(LONGEST_FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!queue.closed()) {
            queue.await();
            boolean afresh = moved;
            drain();
            if (afresh) {
                moved = false;
                attempt(file::reopen);
            }
        }
        drain();
        attempt(file::close);
    }

    private void drain() {
        for (byte[] next = queue.poll(); next != null; next = queue.poll()) {
            if (length + next.length > batch.length) {
                flush();
            }
            System.arraycopy(next, 0, batch, length, next.length);
            length += next.length;
            lines++;
        }
        flush();
    }

    private void flush() {
        if (length > 0 && !attempt(() -> file.write(batch, length))) {
            queue.lost(lines);
        }
        length = 0;
        lines = 0;
    }

    /// Something to do with the file.
    @FunctionalInterface
    private interface Deed {
        void run() throws IOException;
    }

    private boolean attempt(Deed deed) {
        try {
            deed.run();
            failing = false;
            return true;
        } catch (IOException e) {
            if (!failing) {
                LOG.log(Level.ERROR, "the access log can't be written; lines are lost", e);
            }
            failing = true;
            return false;
        }
    }
}
