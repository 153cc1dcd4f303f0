package dev.passerelle.loadtests.run;

import dev.passerelle.loadtests.measure.Measure;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Whether the generator rather than the server set the figures.
final class Bottleneck {
    /// Beyond this share of its processors a process waits for them.
    private static final double BUSY = 0.9;

    /// Lags up to this many milliseconds are of no account, nor those below a share of what was
    /// measured.
    private static final double LATE = 2;

    private static final double OF_ACCOUNT = 0.05;

    private Bottleneck() {}

    /// Why it did, each reason with what to do; empty if it did not.
    static List<String> of(Summary summary, double cpuShare, Spread lag) {
        List<String> reasons = new ArrayList<>();
        if (cpuShare > BUSY) {
            reasons.add(
                    String.format(
                            Locale.ROOT,
                            "in its busiest seconds it used %.0f %% of its processors; give it more, or less to send",
                            100 * cpuShare));
        }
        if (summary.requests().succeeded() > 0
                && lag.p99() > LATE
                && lag.p99() > OF_ACCOUNT * median(summary)) {
            reasons.add(
                    String.format(
                            Locale.ROOT,
                            "1 %% of the requests began more than %.1f ms late; run it on a machine of its own"
                                    + " or send less",
                            lag.p99()));
        }
        if (summary.requests().notSent() > 0) {
            reasons.add(
                    summary.requests().notSent()
                            + " arrivals were not sent, since too many requests were under way; allow more");
        }
        return reasons;
    }

    /// Of the first latency users feel.
    private static double median(Summary summary) {
        Map<String, Spread> spreads = summary.spreads();
        Spread e2e = spreads.getOrDefault(Measure.E2E.id(), Spread.EMPTY);
        return spreads.getOrDefault(Measure.TTFT.id(), e2e).p50();
    }
}
