package dev.passerelle.gateway.connection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Looks at every connection again and again, and has those that have been watched for two looks
/// read ahead, so that only calls that last pay for it.
final class Sweeper {
    private static final Duration TICK = Duration.ofMillis(15);
    private static final int IDLE_TICKS = 100;

    private final Set<ReadAhead> connections = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Thread resting;

    /// The one that looks by itself, for every listener.
    static Sweeper shared() {
        return Shared.SWEEPER;
    }

    void add(ReadAhead connection) {
        connections.add(connection);
    }

    void remove(ReadAhead connection) {
        connections.remove(connection);
    }

    /// A connection is watched from here on.
    void stir() {
        Thread thread = resting;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /// Looks once; returns whether any connection is watched.
    boolean sweep() {
        boolean watched = false;
        for (ReadAhead connection : connections) {
            watched |= connection.look();
        }
        return watched;
    }

    private void run() {
        int idle = 0;
        while (true) {
            idle = sweep() ? 0 : idle + 1;
            if (idle < IDLE_TICKS) {
                LockSupport.parkNanos(TICK.toNanos());
            } else {
                rest();
            }
        }
    }

    /// Waits for a watch. One that begins before [#resting] is set shows in the look after it.
    private void rest() {
        resting = Thread.currentThread();
        if (!sweep()) {
            LockSupport.park(this);
        }
        resting = null;
    }

    private static final class Shared {
        static final Sweeper SWEEPER = new Sweeper();

        static {
            Thread.ofPlatform().daemon().name("client-watch").start(SWEEPER::run);
        }
    }
}
