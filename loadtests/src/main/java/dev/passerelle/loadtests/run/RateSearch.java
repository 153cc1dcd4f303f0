package dev.passerelle.loadtests.run;

import java.util.OptionalDouble;

/// The rates that a sweep tries: doubled until one is not sustained, then halfway between the
/// highest that was and the lowest that was not.
final class RateSearch {
    /// How often the rate is halved where not even the first is sustained.
    private static final int MOST_HALVINGS = 6;

    private final double to;
    private final double precision;
    private double next;
    private double sustained;
    private int halvings;
    private double failed = Double.POSITIVE_INFINITY;

    /// @param from the first rate
    /// @param to the highest rate tried
    /// @param precision where the search ends: distance of the two rates, as a share of the lower
    RateSearch(double from, double to, double precision) {
        this.next = Math.min(from, to);
        this.to = to;
        this.precision = precision;
    }

    /// The rate to be tried; empty when the search is over.
    OptionalDouble next() {
        return next > 0 ? OptionalDouble.of(next) : OptionalDouble.empty();
    }

    /// What became of the rate to be tried.
    void tried(boolean wasSustained) {
        if (wasSustained) {
            sustained = Math.max(sustained, next);
        } else {
            failed = Math.min(failed, next);
        }
        next = following();
    }

    private double following() {
        if (failed == Double.POSITIVE_INFINITY) {
            return sustained >= to ? 0 : Math.min(to, 2 * sustained);
        }
        if (sustained == 0) {
            return halvings++ < MOST_HALVINGS ? failed / 2 : 0;
        }
        return failed - sustained <= precision * sustained ? 0 : (failed + sustained) / 2;
    }
}
