package dev.passerelle.gateway.backend;

import dev.passerelle.registry.Snapshot;
import dev.passerelle.runtime.LoadedModel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// One loaded version of a model, which requests use and which is closed when it was retired and
/// nobody uses it any more.
final class Version {
    private static final Logger LOG = System.getLogger(Version.class.getName());

    /// Closing is native work, which the virtual thread of a last request must not do.
    private static final Executor CLOSERS =
            task -> Thread.ofPlatform().daemon().name("close-model").start(task);

    private final LoadedModel model;
    private final @Nullable Inspection inspection;
    private final MemoryBudget.@Nullable Reservation memory;
    private final InstantSource clock;
    private Instant lastUse;
    private int uses;
    private boolean used;
    private boolean retired;
    private boolean closed;
    private Runnable afterwards = () -> {};

    /// @param memory given back when the version is closed
    Version(
            LoadedModel model,
            @Nullable Inspection inspection,
            MemoryBudget.@Nullable Reservation memory,
            InstantSource clock) {
        this.model = model;
        this.inspection = inspection;
        this.memory = memory;
        this.clock = clock;
        this.lastUse = clock.instant();
    }

    LoadedModel model() {
        return model;
    }

    /// The revision of the files it was loaded from.
    String revision() {
        return inspection == null ? Snapshot.UNVERSIONED : inspection.files().revision();
    }

    @Nullable Inspection inspection() {
        return inspection;
    }

    /// Bytes of the memory budget.
    long size() {
        return memory == null ? 0 : memory.size();
    }

    /// Begins a use, unless the version was retired or broke.
    synchronized boolean acquire() {
        if (retired || !model.healthy()) {
            return false;
        }
        uses++;
        used = true;
        lastUse = clock.instant();
        return true;
    }

    /// Ends a use.
    void release() {
        if (endUse()) {
            CLOSERS.execute(this::free);
        }
    }

    private synchronized boolean endUse() {
        uses--;
        lastUse = clock.instant();
        return endsNow();
    }

    /// Takes no further uses, and closes once the running ones have ended; here and now if there
    /// are none.
    ///
    /// @param afterClose run when it has been closed
    void retire(Runnable afterClose) {
        if (beginRetirement(afterClose)) {
            free();
        }
    }

    private synchronized boolean beginRetirement(Runnable afterClose) {
        if (retired) {
            return false;
        }
        retired = true;
        afterwards = afterClose;
        if (memory != null) {
            memory.leaving(true);
        }
        return endsNow();
    }

    /// Takes uses again, unless it is closed already.
    synchronized void revive() {
        if (retired && !closed) {
            retired = false;
            if (memory != null) {
                memory.leaving(false);
            }
        }
    }

    synchronized boolean isRetired() {
        return retired;
    }

    synchronized boolean isInUse() {
        return uses > 0;
    }

    synchronized Instant lastUse() {
        return lastUse;
    }

    /// Whether it may be unloaded for another's sake: it has served a request, or nobody came for
    /// it although it has been there since before a moment.
    synchronized boolean isEvictable(Instant moment) {
        return !retired && memory != null && (used || lastUse.isBefore(moment));
    }

    private boolean endsNow() {
        boolean ends = retired && uses == 0 && !closed;
        closed |= ends;
        return ends;
    }

    private void free() {
        try {
            model.close();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a model could not be closed", e);
        } finally {
            giveBack();
        }
    }

    /// The memory last, so that whoever waits for it finds all else done.
    private void giveBack() {
        try {
            afterwards.run();
        } finally {
            if (memory != null) {
                memory.close();
            }
        }
    }
}
