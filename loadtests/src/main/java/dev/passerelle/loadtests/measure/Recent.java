package dev.passerelle.loadtests.measure;

import java.util.List;

/// The last five seconds, for the live view.
final class Recent {
    private static final int SECONDS = 5;
    private static final long SECOND = 1_000_000_000;
    private static final List<Measure> MEASURES = List.of(Measure.TTFT, Measure.ITL, Measure.E2E);

    private final Second[] ring = new Second[SECONDS];
    private final Histograms sum = new Histograms(MEASURES, false);
    private final long origin;
    private long current;
    private long succeeded;
    private long failed;
    private long left;

    Recent(long now) {
        this.origin = now;
        for (int i = 0; i < SECONDS; i++) {
            ring[i] = new Second();
        }
    }

    void add(CallRecord record, Values values, long now) {
        switch (record.outcome()) {
            case OK -> succeeded++;
            case LEFT -> left++;
            case FAILED, NOT_SENT -> failed++;
            case UNFINISHED -> {}
        }
        Second second = at(now);
        second.answers += record.outcome() == Outcome.OK ? 1 : 0;
        second.tokens += Came.output(record);
        second.histograms.add(values);
    }

    /// @param began requests so far
    Snapshot snapshot(long now, double expected, long began, int running, String note) {
        at(now);
        sum.reset();
        long answers = 0;
        double tokens = 0;
        for (Second second : ring) {
            sum.add(second.histograms);
            answers += second.answers;
            tokens += second.tokens;
        }
        double per = 1e9 / Math.max(SECOND / 10, now - since());
        return new Snapshot(
                now / 1e9,
                expected,
                running,
                began,
                succeeded,
                failed,
                left,
                answers * per,
                tokens * per,
                sum.brief(Measure.TTFT),
                sum.brief(Measure.ITL),
                sum.brief(Measure.E2E),
                note);
    }

    /// When the oldest second that is kept began.
    private long since() {
        return origin + Math.max(0, current - SECONDS + 1) * SECOND;
    }

    private Second at(long now) {
        long index = Math.max(0, now - origin) / SECOND;
        long from = Math.max(current, index - SECONDS);
        for (long i = from; i < index; i++) {
            ring[(int) ((i + 1) % SECONDS)].reset();
        }
        current = Math.max(current, index);
        return ring[(int) (current % SECONDS)];
    }

    /// What ended in one second.
    private static final class Second {
        private final Histograms histograms = new Histograms(MEASURES, true);
        private long answers;
        private double tokens;

        void reset() {
            histograms.reset();
            answers = 0;
            tokens = 0;
        }
    }
}
