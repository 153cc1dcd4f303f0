package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.usage.journal.Journal;
import dev.passerelle.gateway.usage.journal.Position;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;

/// The two threads of a ledger: one writes how far requests are, one brings records to the
/// database.
///
/// Neither is ever interrupted: an interruption closes files that a thread is at, H2's included.
final class LedgerThreads {
    private static final System.Logger LOG = System.getLogger(LedgerThreads.class.getName());
    private static final Duration FORCE_PAUSE = Duration.ofSeconds(1);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    private static final Duration SAY_AGAIN = Duration.ofMinutes(1);

    private final EntryWriter writer;
    private final Drain drain;
    private final Journal journal;
    private final LedgerOptions options;
    private final Thread checkpoints =
            Thread.ofPlatform()
                    .name("usage-checkpoints")
                    .daemon()
                    .unstarted(this::checkpointAgainAndAgain);
    private final Thread draining =
            Thread.ofPlatform().name("usage-drain").daemon().unstarted(this::drainAgainAndAgain);
    private volatile boolean checkpointing = true;
    private volatile boolean drainable = true;
    private Position forced;
    private long forcedAt = System.nanoTime();
    private long saidAt = System.nanoTime() - SAY_AGAIN.toNanos();

    LedgerThreads(EntryWriter writer, Drain drain, Journal journal, LedgerOptions options) {
        this.writer = writer;
        this.drain = drain;
        this.journal = journal;
        this.options = options;
        forced = journal.end();
    }

    void start() {
        checkpoints.start();
        draining.start();
    }

    synchronized void checkpoint() {
        writer.checkpoint();
    }

    private void checkpointAgainAndAgain() {
        try {
            while (checkpointing) {
                Thread.sleep(options.checkpointPause());
                checkpoint();
            }
        } catch (InterruptedException _) {
            LOG.log(Level.WARNING, "usage-checkpoints was interrupted");
        }
    }

    private void drainAgainAndAgain() {
        try {
            while (drainable) {
                drain.pause(stepWell() ? Duration.ZERO : options.drainPause());
            }
        } catch (InterruptedException _) {
            LOG.log(Level.WARNING, "usage-drain was interrupted");
        }
    }

    /// Whether there may be more to do.
    private boolean stepWell() throws InterruptedException {
        try {
            forceNowAndThen();
            return drain.step();
        } catch (IOException | SQLException | RuntimeException e) {
            complain(e);
            Thread.sleep(RETRY_PAUSE);
            return false;
        }
    }

    private void forceNowAndThen() throws IOException {
        long now = System.nanoTime();
        Position end = journal.end();
        if (now - forcedAt >= FORCE_PAUSE.toNanos() && !end.equals(forced)) {
            journal.force();
            forced = end;
            forcedAt = now;
        }
    }

    private void complain(Exception e) {
        if (System.nanoTime() - saidAt >= SAY_AGAIN.toNanos()) {
            saidAt = System.nanoTime();
            LOG.log(
                    Level.WARNING,
                    "records of usage wait in the journal, the database doesn''t take them: {0}",
                    e.getMessage());
        }
    }

    /// A step that is tried again for a while. Before [#start] only.
    void stepPatiently(Duration patience) throws IOException, SQLException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                drain.step();
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                complain(e);
                sleep(e);
            }
        }
    }

    private static void sleep(SQLException cause) throws SQLException {
        try {
            Thread.sleep(RETRY_PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }

    /// Ends the writing of checkpoints, after a last one.
    void stopCheckpoints() {
        checkpointing = false;
        checkpoint();
    }

    /// Ends the drain.
    ///
    /// @return false if it is still at a step
    boolean stopDrain(Duration patience) {
        drainable = false;
        try {
            return draining.join(patience);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
