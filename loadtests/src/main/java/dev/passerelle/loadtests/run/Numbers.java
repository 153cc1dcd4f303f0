package dev.passerelle.loadtests.run;

import java.util.concurrent.atomic.AtomicLong;

/// Numbers conversations and requests in the order of their beginning, up to the most requests.
final class Numbers {
    private final long most;
    private final AtomicLong conversations = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();

    Numbers(long most) {
        this.most = most;
    }

    long conversation() {
        return conversations.getAndIncrement();
    }

    long request() {
        return requests.getAndIncrement();
    }

    /// Whether another conversation may begin: as many have begun as requests may, or as many
    /// requests.
    boolean areLeft() {
        return Math.max(conversations.get(), requests.get()) < most;
    }
}
