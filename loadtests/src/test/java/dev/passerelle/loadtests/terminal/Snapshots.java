package dev.passerelle.loadtests.terminal;

import dev.passerelle.loadtests.measure.Snapshot;
import dev.passerelle.loadtests.result.Spread;

/// Moments of a run.
final class Snapshots {
    private static final Spread TTFT =
            new Spread(100, 200, 10, 90, 183, 250, 294, 342, 425, 585, 611, "");

    private Snapshots() {}

    static Snapshot at(double elapsed) {
        return at(elapsed, 60, 0, "");
    }

    static Snapshot at(double elapsed, double expected, long failed, String note) {
        return new Snapshot(
                elapsed,
                expected,
                7,
                1234,
                1200,
                failed,
                0,
                20.04,
                1280,
                TTFT,
                Spread.EMPTY,
                TTFT,
                note);
    }
}
