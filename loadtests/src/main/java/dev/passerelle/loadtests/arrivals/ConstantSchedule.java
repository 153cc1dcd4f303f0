package dev.passerelle.loadtests.arrivals;

import java.util.NoSuchElementException;

/// Arrivals at equal distances, the first at once; each time is computed from its number, so that
/// rounding adds nothing up.
final class ConstantSchedule implements Schedule {
    private final double rate;
    private final Limits limits;
    private long count;

    ConstantSchedule(double rate, Limits limits) {
        this.rate = rate;
        this.limits = limits;
    }

    private long offset() {
        return Math.round(count * 1e9 / rate);
    }

    @Override
    public boolean hasNext() {
        return limits.allow(offset(), count);
    }

    @Override
    public Arrival next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var arrival = new Arrival(offset(), null);
        count++;
        return arrival;
    }
}
