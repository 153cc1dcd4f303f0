package dev.passerelle.gateway.upstream;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Looks at every connection again and again, and ends waits that last too long. A time limit of
/// the socket itself would cost each read a timer and the waking of a thread.
final class Watchdog {
    private static final Duration TICK = Duration.ofMillis(20);

    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Thread resting;

    /// The one for all deployments.
    static Watchdog shared() {
        return Shared.WATCHDOG;
    }

    void add(Link link) {
        links.add(link);
        Thread thread = resting;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    void remove(Link link) {
        links.remove(link);
    }

    private void run() {
        while (true) {
            long now = System.nanoTime();
            links.forEach(link -> link.look(now));
            if (links.isEmpty()) {
                rest();
            } else {
                LockSupport.parkNanos(TICK.toNanos());
            }
        }
    }

    /// Waits for a connection. One that is added before [#resting] is set shows in the look after
    /// it.
    private void rest() {
        resting = Thread.currentThread();
        if (links.isEmpty()) {
            LockSupport.park(this);
        }
        resting = null;
    }

    private static final class Shared {
        static final Watchdog WATCHDOG = new Watchdog();

        static {
            Thread.ofPlatform().daemon().name("upstream-watch").start(WATCHDOG::run);
        }
    }
}
