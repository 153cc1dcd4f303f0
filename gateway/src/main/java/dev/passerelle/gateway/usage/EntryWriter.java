package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.openai.ApiException.LedgerUnavailable;
import dev.passerelle.gateway.usage.UsageRecord.Closing;
import dev.passerelle.gateway.usage.UsageRecord.Opening;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// Writes requests to the journal.
///
/// While it can't be written, no work begins; what ends waits in memory, up to a bound.
final class EntryWriter {
    private static final System.Logger LOG = System.getLogger(EntryWriter.class.getName());
    private static final int MOST_WAITING = 10_000;
    private static final long SAY_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    /// A record that couldn't be written when it ended.
    private record Waiting(JournaledEntry entry, UsageRecord record) {}

    /// Where frames go.
    @FunctionalInterface
    interface Target {
        /// @param appended what is done before anything else is appended
        void append(byte[] frames, Runnable appended) throws IOException;
    }

    private final Target target;
    private final RunningEntries running;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final LongAdder failures = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private long saidAt = System.nanoTime() - SAY_AGAIN_NANOS;

    EntryWriter(Target target, RunningEntries running) {
        this.target = target;
        this.running = running;
    }

    /// How often the journal couldn't be written.
    long failures() {
        return failures.sum();
    }

    /// Records closed so far, whether or not they are written.
    long ended() {
        return ended.sum();
    }

    int running() {
        return running.size();
    }

    /// @param first whether no work of the entry is in the journal
    /// @throws LedgerUnavailable if it can't be written
    void begin(JournaledEntry entry, Opening opening, boolean first) {
        running.add(entry);
        try {
            target.append(Entries.begin(opening), () -> {});
        } catch (IOException e) {
            if (first) {
                running.remove(entry);
            }
            failed(e);
            throw new LedgerUnavailable(
                    "Usage can't be recorded at the moment, so no work is begun: try again shortly,"
                            + " and if it lasts, tell the operator that the disk of"
                            + " PASSERELLE_HOME can't be written.");
        }
    }

    void end(JournaledEntry entry, Opening opening, Closing closing) {
        UsageRecord record = new UsageRecord(opening, closing);
        ended.increment();
        try {
            target.append(Entries.end(record), () -> running.remove(entry));
        } catch (IOException e) {
            failed(e);
            keep(new Waiting(entry, record));
        }
    }

    private void keep(Waiting late) {
        synchronized (waiting) {
            if (waiting.size() < MOST_WAITING) {
                waiting.add(late);
                return;
            }
        }
        running.remove(late.entry());
        LOG.log(Level.ERROR, "a record of usage is lost: the journal can't be written");
    }

    /// Appends how far each running request is, where that has changed, and what couldn't be
    /// written before. By one thread at a time.
    void checkpoint() {
        List<JournaledEntry> changed = new ArrayList<>();
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (JournaledEntry entry : running.all()) {
            entry.unsaved()
                    .ifPresent(tokens -> {
                        changed.add(entry);
                        frames.writeBytes(Entries.checkpoint(entry.id(), tokens));
                    });
        }
        try {
            if (frames.size() > 0) {
                target.append(frames.toByteArray(), () -> {});
            }
            changed.forEach(JournaledEntry::saved);
            writeWaiting();
        } catch (IOException e) {
            failed(e);
        }
    }

    private void writeWaiting() throws IOException {
        synchronized (waiting) {
            for (Waiting next = waiting.peek(); next != null; next = waiting.peek()) {
                JournaledEntry entry = next.entry();
                target.append(Entries.end(next.record()), () -> running.remove(entry));
                waiting.remove();
            }
        }
    }

    private synchronized void failed(IOException e) {
        failures.increment();
        if (System.nanoTime() - saidAt >= SAY_AGAIN_NANOS) {
            saidAt = System.nanoTime();
            LOG.log(
                    Level.ERROR,
                    "usage can''t be written to the journal in PASSERELLE_HOME, so new requests are"
                            + " refused: {0}",
                    e.getMessage());
        }
    }
}
