package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.storage.DatabaseException;
import dev.passerelle.gateway.storage.DatabaseInUseException;
import dev.passerelle.gateway.storage.UsageHome;
import dev.passerelle.gateway.usage.journal.Journal;
import dev.passerelle.gateway.usage.journal.JournalLock;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/// A ledger that writes to a journal in the home and from there to the database.
///
/// An entry is safe from the end of this process as soon as the call that made it returns, from the
/// end of the machine about a second later.
public final class JournaledLedger implements Ledger {
    private static final System.Logger LOG = System.getLogger(JournaledLedger.class.getName());
    private static final Duration STOP_WAIT = Duration.ofSeconds(3);

    private final RecordIds ids = new RecordIds();
    private final LedgerOptions options;
    private final JournalLock lock;
    private final Journal journal;
    private final EntryWriter writer;
    private final Drain drain;
    private final LedgerThreads threads;

    /// Records of earlier processes.
    private long inherited;

    private JournaledLedger(
            Path directory,
            DataSource source,
            String gatewayId,
            LedgerOptions options,
            JournalLock lock)
            throws IOException {
        this.options = options;
        this.lock = lock;
        RunningEntries running = new RunningEntries();
        journal = Journal.open(directory, options.segmentBytes(), running::frames);
        writer = new EntryWriter(journal::append, running);
        drain = new Drain(journal, new UsageTables(source, gatewayId), new DatabaseSync(source));
        threads = new LedgerThreads(writer, drain, journal, options);
    }

    /// Opens the ledger of a home. What an earlier process left in the journal is in the database
    /// when this returns; requests it was killed in are recorded as interrupted.
    ///
    /// @param gatewayId as [GatewayId] gives it
    /// @throws DatabaseInUseException if another process has it open
    /// @throws DatabaseException if the database doesn't take what was left within 30 seconds
    public static JournaledLedger open(Path home, DataSource source, String gatewayId)
            throws IOException {
        return open(home, source, gatewayId, LedgerOptions.DEFAULT);
    }

    static JournaledLedger open(
            Path home, DataSource source, String gatewayId, LedgerOptions options)
            throws IOException {
        Path directory = UsageHome.directory(UsageHome.of(home).resolve("journal"));
        JournalLock lock =
                JournalLock.take(directory).orElseThrow(() -> new DatabaseInUseException(home));
        try {
            JournaledLedger ledger =
                    new JournaledLedger(directory, source, gatewayId, options, lock);
            ledger.start();
            return ledger;
        } catch (IOException | RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private void start() throws IOException {
        try {
            int cutOff = Recovery.settle(journal);
            if (cutOff > 0) {
                LOG.log(
                        Level.WARNING,
                        "{0} requests were cut off when the gateway ended; they are recorded as"
                                + " interrupted, with the tokens known of",
                        Integer.toString(cutOff));
            }
            bringAll();
            inherited = drain.stored();
        } catch (IOException | RuntimeException | Error e) {
            journal.close();
            throw e;
        }
        threads.start();
    }

    /// Patient only as long as nothing moves: there may be hours of records.
    private void bringAll() {
        try {
            while (!drain.complete()) {
                threads.stepPatiently(options.startPatience());
            }
        } catch (SQLException e) {
            throw new DatabaseException("records of usage can't be written", e);
        } catch (IOException e) {
            throw new DatabaseException(
                    "the journal of usage in PASSERELLE_HOME can't be read: " + e.getMessage());
        }
    }

    @Override
    public Entry open(Account account) {
        return new JournaledEntry(ids.next(account.time()), account, writer);
    }

    /// Brings to the database what has been recorded so far.
    ///
    /// @return false if it wasn't all there when the time was over
    public boolean flush(Duration patience) {
        try {
            return drain.await(patience);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// How often the journal couldn't be written since the start; requests were refused then.
    public long journalFailures() {
        return writer.failures();
    }

    /// Records that haven't reached the database yet.
    public long backlog() {
        return Math.max(0, writer.ended() - (drain.stored() - inherited));
    }

    /// How many requests a model works for at the moment.
    public int running() {
        return writer.running();
    }

    /// Writes how far running requests are, as happens every 50 milliseconds anyway.
    void checkpoint() {
        threads.checkpoint();
    }

    @Override
    public void close() {
        threads.stopCheckpoints();
        boolean all = flush(options.closePatience());
        boolean stopped = threads.stopDrain(STOP_WAIT);
        try (lock) {
            journal.force();
            journal.close();
            if (all && stopped && drain.complete() && writer.running() == 0) {
                drain.deleteAll();
            } else {
                LOG.log(
                        Level.WARNING,
                        "the database didn't take all records of usage; the rest is in the journal"
                                + " in PASSERELLE_HOME until the next start");
            }
        } catch (IOException | SQLException e) {
            LOG.log(Level.WARNING, "the journal of usage wasn''t closed well: {0}", e.getMessage());
        }
    }
}
