package dev.passerelle.loadtests.measure;

import dev.passerelle.loadtests.result.Window;
import java.util.List;

/// The counts of one window.
final class Stretch {
    private static final List<Measure> MEASURES =
            List.of(Measure.TTFT, Measure.ITL, Measure.TPOT, Measure.E2E);

    final Histograms histograms = new Histograms(MEASURES, true);
    double promptTokens;
    double outputTokens;
    private long arrived;
    private long succeeded;
    private long failed;
    private long left;
    private long good;

    void arrived(Outcome outcome) {
        arrived += outcome == Outcome.NOT_SENT ? 0 : 1;
    }

    void good() {
        good++;
    }

    void over(Outcome outcome) {
        switch (outcome) {
            case OK -> succeeded++;
            case FAILED -> failed++;
            case LEFT -> left++;
            case NOT_SENT, UNFINISHED -> {}
        }
    }

    void add(Stretch next) {
        histograms.add(next.histograms);
        promptTokens += next.promptTokens;
        outputTokens += next.outputTokens;
        arrived += next.arrived;
        succeeded += next.succeeded;
        failed += next.failed;
        left += next.left;
        good += next.good;
    }

    Window window(double start, double seconds, int waiting, int running) {
        return new Window(
                start,
                seconds,
                arrived,
                succeeded,
                failed,
                left,
                good,
                promptTokens / seconds,
                outputTokens / seconds,
                waiting,
                running,
                histograms.spreads());
    }
}
