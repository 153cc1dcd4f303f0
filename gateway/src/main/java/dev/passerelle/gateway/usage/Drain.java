package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.usage.journal.Journal;
import dev.passerelle.gateway.usage.journal.Position;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Brings ended records from the journal to the database, some thousands at a time, and deletes
/// what is there. Steps are one thread's; waiting is anybody's.
///
/// It reads the journal's files, which are in the page cache, so that a database that is away for
/// hours takes disk, not memory.
final class Drain {
    /// What a drained segment is deleted after.
    @FunctionalInterface
    interface Sync {
        /// Returns once everything committed is on the database's disk.
        void sync() throws SQLException;
    }

    private final Journal journal;
    private final UsageTables tables;
    private final Sync sync;
    private final LongAdder stored = new LongAdder();
    private Position done;

    /// The segment that was read last, and its id.
    private long segment = -1;

    private Optional<UUID> id = Optional.empty();

    /// What was tried last, and how many records it has: the database's answer may have been lost.
    private @Nullable Stretch tried;

    private int triedRecords;
    private boolean wanted;

    Drain(Journal journal, UsageTables tables, Sync sync) {
        this.journal = journal;
        this.tables = tables;
        this.sync = sync;
        done = journal.start();
    }

    /// Takes the next records to the database.
    ///
    /// @return whether more were there when it began
    boolean step() throws IOException, SQLException {
        Position end = journal.end();
        Position from = done();
        List<UsageRecord> records = new ArrayList<>();
        Entries.Reader collector =
                new Entries.Reader() {
                    @Override
                    public void ended(UsageRecord record) {
                        records.add(record);
                    }
                };
        Position next =
                journal.read(
                        from,
                        payload -> {
                            if (Entries.isRecord(payload)) {
                                Entries.read(payload, collector);
                            }
                        });
        if (!records.isEmpty()) {
            next = store(records, from, next);
        }
        if (next.segment() > from.segment()) {
            sync.sync();
            journal.deleteBefore(next);
        }
        advance(next);
        return !next.equals(from) && next.compareTo(end) < 0;
    }

    /// @return where to go on
    private Position store(List<UsageRecord> records, Position from, Position next)
            throws IOException, SQLException {
        if (segment != from.segment()) {
            id = journal.id(from.segment());
            segment = from.segment();
        }
        if (id.isEmpty()) {
            int _ = tables.storeMissing(records);
            stored.add(records.size());
            return next;
        }
        Stretch stretch = new Stretch(id.get(), from.offset(), next.offset());
        Stretch lost = tried;
        int lostRecords = triedRecords;
        tried = stretch;
        triedRecords = records.size();
        OptionalLong place = tables.store(records, stretch);
        if (place.isEmpty()) {
            stored.add(records.size());
            return next;
        }
        if (lost != null && lost.endsAt(stretch.segment(), place.getAsLong())) {
            stored.add(lostRecords);
        }
        return new Position(from.segment(), place.getAsLong());
    }

    /// Records brought to the database so far.
    long stored() {
        return stored.sum();
    }

    /// Deletes the journal, all of which is in the database.
    void deleteAll() throws IOException, SQLException {
        sync.sync();
        journal.deleteBefore(new Position(done().segment() + 1, 0));
    }

    private synchronized void advance(Position next) {
        done = next;
        notifyAll();
    }

    private synchronized Position done() {
        return done;
    }

    /// Whether all that is in the journal now is in the database.
    boolean complete() {
        Position end = journal.end();
        return done().compareTo(end) >= 0;
    }

    /// Waits until all that is in the journal now is in the database, or the time is over.
    ///
    /// @return whether it is
    synchronized boolean await(Duration patience) throws InterruptedException {
        Position end = journal.end();
        wanted = true;
        notifyAll();
        long deadline = System.nanoTime() + patience.toNanos();
        while (done.compareTo(end) < 0) {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /// Pauses before the next step, but not while somebody waits for it.
    synchronized void pause(Duration pause) throws InterruptedException {
        long deadline = System.nanoTime() + pause.toNanos();
        long left = pause.toMillis();
        while (!wanted && left > 0) {
            wait(left);
            left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        }
        wanted = false;
    }
}
