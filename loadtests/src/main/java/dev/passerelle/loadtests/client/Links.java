package dev.passerelle.loadtests.client;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Connections kept for the next request, the last used first.
final class Links implements AutoCloseable {
    private final ConcurrentLinkedDeque<Link> idle = new ConcurrentLinkedDeque<>();
    private final LongAdder stale = new LongAdder();
    private volatile boolean closed;

    @Nullable Link take() {
        return idle.pollFirst();
    }

    void keep(Link link) {
        idle.addFirst(link);
        if (closed) {
            close();
        }
    }

    /// One taken turned out to have been closed by the server.
    void wasStale() {
        stale.increment();
    }

    long stale() {
        return stale.sum();
    }

    @Override
    public void close() {
        closed = true;
        for (Link link = idle.pollFirst(); link != null; link = idle.pollFirst()) {
            link.close();
        }
    }
}
