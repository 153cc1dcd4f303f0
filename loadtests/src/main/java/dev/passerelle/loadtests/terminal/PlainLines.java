package dev.passerelle.loadtests.terminal;

import dev.passerelle.loadtests.measure.Snapshot;
import dev.passerelle.loadtests.report.Figures;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.run.Progress;
import java.io.PrintStream;

/// How a load test stands, as a line now and then: for logs, pipes and terminals that can't be
/// drawn over.
public final class PlainLines implements Progress {
    private final PrintStream out;
    private final double every;
    private double next;

    /// @param every seconds between lines
    public PlainLines(PrintStream out, double every) {
        this.out = out;
        this.every = every;
        next = every;
    }

    @Override
    public void stands(Snapshot now) {
        if (now.elapsed() < next) {
            return;
        }
        next = now.elapsed() + every;
        out.println(line(now));
    }

    @Override
    public void says(String line) {
        out.println(line);
    }

    private static String line(Snapshot now) {
        StringBuilder line = new StringBuilder();
        line.append(Figures.seconds((double) Math.round(now.elapsed())));
        if (now.expected() > 0) {
            line.append(" of ").append(Figures.seconds(now.expected()));
        }
        if (!now.note().isEmpty()) {
            line.append(" (").append(now.note()).append(')');
        }
        line.append(": ")
                .append(Figures.number(now.requestsPerSecond()))
                .append(" requests/s, ")
                .append(Figures.number(now.outputTokensPerSecond()))
                .append(" tokens/s, ")
                .append(Figures.count(now.running()))
                .append(" running, ")
                .append(Figures.count(now.succeeded()))
                .append(" ok, ")
                .append(Figures.count(now.failed()))
                .append(" failed");
        latency(line, "TTFT", now.ttft());
        latency(line, "ITL", now.itl());
        latency(line, "E2E", now.e2e());
        return line.toString();
    }

    private static void latency(StringBuilder line, String name, Spread spread) {
        if (spread.count() > 0) {
            line.append(", ")
                    .append(name)
                    .append(" p50 ")
                    .append(Figures.millis(spread.p50()))
                    .append(" p99 ")
                    .append(Figures.millis(spread.p99()));
        }
    }
}
