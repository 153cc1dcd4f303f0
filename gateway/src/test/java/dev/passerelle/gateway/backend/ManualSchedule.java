package dev.passerelle.gateway.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A schedule that runs tasks when a test says so.
final class ManualSchedule implements Schedule {
    record Entry(Duration delay, Runnable task) {}

    private final List<Entry> entries = new ArrayList<>();

    @Override
    public synchronized void after(Duration delay, Runnable task) {
        entries.add(new Entry(delay, task));
    }

    synchronized List<Duration> delays() {
        return entries.stream().map(Entry::delay).toList();
    }

    /// Runs what is due within a time, once each.
    void run(Duration within) {
        due(within).forEach(entry -> entry.task().run());
    }

    private synchronized List<Entry> due(Duration within) {
        List<Entry> due =
                entries.stream().filter(entry -> entry.delay().compareTo(within) <= 0).toList();
        entries.removeAll(due);
        return due;
    }

    @Override
    public void close() {}
}
