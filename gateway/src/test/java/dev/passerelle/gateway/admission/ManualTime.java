package dev.passerelle.gateway.admission;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that goes when it is told to.
final class ManualTime implements InstantSource {
    private final Instant start;
    private final AtomicLong nanos = new AtomicLong();

    ManualTime(String start) {
        this.start = Instant.parse(start);
    }

    void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    void passNanos(long duration) {
        nanos.addAndGet(duration);
    }

    long nanos() {
        return nanos.get();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos.get());
    }
}
