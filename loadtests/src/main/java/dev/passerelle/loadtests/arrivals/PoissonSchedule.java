package dev.passerelle.loadtests.arrivals;

import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/// Arrivals independent of each other, as many as an intensity says.
final class PoissonSchedule implements Schedule {
    private final Intensity intensity;
    private final SplittableRandom random;
    private final Limits limits;
    private double expected;
    private long next;
    private long count;

    PoissonSchedule(Intensity intensity, Limits limits, long seed) {
        this.intensity = intensity;
        this.limits = limits;
        this.random = new SplittableRandom(seed);
        advance();
    }

    private void advance() {
        expected -= Math.log1p(-random.nextDouble());
        next = Math.round(intensity.seconds(expected) * 1e9);
    }

    @Override
    public boolean hasNext() {
        return limits.allow(next, count);
    }

    @Override
    public Arrival next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var arrival = new Arrival(next, null);
        count++;
        advance();
        return arrival;
    }
}
