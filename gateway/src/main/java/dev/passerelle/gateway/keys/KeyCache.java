package dev.passerelle.gateway.keys;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// All keys in memory, so that requests don't ask the database. Reads them again soon after any
/// gateway changed one; while the database doesn't answer, what was known last counts.
public final class KeyCache implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(KeyCache.class.getName());
    private static final long PERIOD_MS = 250;

    /// @param changes how many are in it
    private record Reading(long changes, Map<String, StoredKey> keys) {
        static final Reading NONE = new Reading(-1, Map.of());
    }

    private final Transactions transactions;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("keys").factory());

    /// Held while keys are read, so that an older reading never replaces a newer one. Requests
    /// don't take it.
    private final ReentrantLock reading = new ReentrantLock();

    private volatile Reading known;
    private boolean failing;

    private KeyCache(Transactions transactions) {
        this.transactions = transactions;
        known = transactions.run(connection -> read(connection, Reading.NONE));
    }

    /// Reads all keys.
    ///
    /// @throws KeyAdministration.UnavailableException if the database doesn't answer
    public static KeyCache read(DataSource source) {
        return new KeyCache(new Transactions(source));
    }

    /// Begins to look for changes four times a second.
    public void follow() {
        var _ =
                timer.scheduleWithFixedDelay(
                        this::look, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    @Nullable StoredKey find(String id) {
        return known.keys().get(id);
    }

    /// Looks for changes now, and takes them over. Never fails.
    public void look() {
        reading.lock();
        try {
            Reading before = known;
            known = transactions.run(connection -> read(connection, before));
            tellRecovery();
        } catch (RuntimeException e) {
            tellFailure(e);
        } finally {
            reading.unlock();
        }
    }

    private void tellRecovery() {
        if (failing) {
            failing = false;
            LOG.log(System.Logger.Level.INFO, "The database of keys answers again");
        }
    }

    private void tellFailure(RuntimeException failure) {
        if (!failing) {
            failing = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The keys can't be read again: those known so far count until that works",
                    failure);
        }
    }

    /// The count first: what is read after it is at least as new. A count that fell is that of a
    /// database brought back from a backup.
    private static Reading read(Connection connection, Reading before) throws SQLException {
        long changes = KeyTable.changes(connection);
        if (changes == before.changes()) {
            return before;
        }
        Reading base = changes > before.changes() ? before : Reading.NONE;
        Map<String, StoredKey> keys = new HashMap<>(base.keys());
        KeyTable.changedAfter(connection, base.changes())
                .forEach(key -> keys.put(key.key().id(), key));
        return new Reading(changes, keys);
    }

    /// Stops looking for changes.
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
