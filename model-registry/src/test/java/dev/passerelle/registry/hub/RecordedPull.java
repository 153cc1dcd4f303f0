package dev.passerelle.registry.hub;

import dev.passerelle.registry.PullListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// Remembers what a pull told.
final class RecordedPull implements PullListener {

    private final AtomicLong received = new AtomicLong();
    private final List<String> reasons = new CopyOnWriteArrayList<>();

    @Override
    public void received(String file, long bytes) {
        received.addAndGet(bytes);
    }

    @Override
    public void retrying(String file, String reason, Duration pause) {
        reasons.add(reason);
    }

    /// Bytes received less those thrown away.
    long received() {
        return received.get();
    }

    List<String> reasons() {
        return List.copyOf(reasons);
    }
}
