package dev.passerelle.loadtests.stub;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/// When nothing is sent.
final class Stalls {
    private final List<Stall> planned;
    private final List<Closed> closed = new CopyOnWriteArrayList<>();
    private final AtomicBoolean begun = new AtomicBoolean();

    Stalls(List<Stall> planned) {
        this.planned = planned;
    }

    /// The first request has been read; later calls do nothing.
    void begin(long now) {
        if (!begun.get() && begun.compareAndSet(false, true)) {
            planned.forEach(stall -> add(now, stall));
        }
    }

    /// One more.
    ///
    /// @param origin what its beginning is counted from
    void add(long origin, Stall stall) {
        long from = origin + stall.at().toNanos();
        closed.add(new Closed(from, from + stall.length().toNanos()));
        closed.sort(Comparator.comparingLong(each -> each.from - origin));
    }

    /// When that is sent which is due at a moment.
    long release(long due) {
        long moment = due;
        for (Closed each : closed) {
            if (moment - each.from >= 0 && each.to - moment > 0) {
                moment = each.to;
            }
        }
        return moment;
    }

    /// Those there are, counted from a moment.
    List<Stall> since(long origin) {
        return closed.stream()
                .map(each ->
                        new Stall(
                                Duration.ofNanos(each.from - origin),
                                Duration.ofNanos(each.to - each.from)))
                .toList();
    }

    private record Closed(long from, long to) {}
}
