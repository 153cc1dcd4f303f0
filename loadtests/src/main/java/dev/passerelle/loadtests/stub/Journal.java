package dev.passerelle.loadtests.stub;

import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// What was done, up to a number of requests.
final class Journal {
    private final Queue<Served> entries = new ConcurrentLinkedQueue<>();
    private final AtomicInteger room;

    Journal(int most) {
        this.room = new AtomicInteger(most);
    }

    void add(Served entry) {
        if (room.get() > 0 && room.decrementAndGet() >= 0) {
            entries.add(entry);
        }
    }

    /// By number.
    List<Served> all() {
        return entries.stream().sorted(Comparator.comparingLong(Served::number)).toList();
    }
}
