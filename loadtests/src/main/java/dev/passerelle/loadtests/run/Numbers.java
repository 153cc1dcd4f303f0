package dev.passerelle.loadtests.run;

import java.util.concurrent.atomic.AtomicLong;

/// Numbers conversations and requests in the order of their beginning, up to the most requests.
final class Numbers {
    private final long most;
    private final AtomicLong taken = new AtomicLong();
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

    /// Takes leave for one request; false where as many have it as may.
    boolean take() {
        return taken.getAndUpdate(n -> Math.min(n + 1, most)) < most;
    }

    /// Whether one more request may begin.
    boolean areLeft() {
        return taken.get() < most;
    }
}
