package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.measure.Measure;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.ServerSide;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All figures, as tables.
final class Tables {
    private static final int ENOUGH = 10;

    private Tables() {}

    static List<Table> of(Result result) {
        List<Table> all = new ArrayList<>();
        all.add(measures(result.summary()));
        if (result.kinds().size() > 1) {
            all.add(kinds(result.kinds()));
        }
        counts("Failures", "What failed", result.summary().failures()).ifPresent(all::add);
        counts("Cache", "x-cache", result.summary().cache()).ifPresent(all::add);
        cancellations(result.server()).ifPresent(all::add);
        return all;
    }

    /// What each measure means.
    static Table definitions() {
        List<List<String>> rows = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            rows.add(List.of(Names.of(measure.id()), measure.meaning()));
        }
        rows.add(List.of("p50, p90, p99", "50, 90 and 99 % of values are at most this"));
        rows.add(List.of("SLO", "service-level objective: the limit set for a measure"));
        rows.add(List.of("goodput", "requests that met all objectives"));
        rows.add(List.of("sustained", "highest rate tried that was kept up with"));
        rows.add(List.of("knee", "rate at which throughput divided by mean latency is highest"));
        rows.add(List.of("warm-up", "requests at the beginning that no figure includes"));
        return new Table("Words used here", List.of("Word", "Meaning"), rows);
    }

    private static Table measures(Summary summary) {
        List<List<String>> rows = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            Spread spread = summary.spreads().getOrDefault(measure.id(), Spread.EMPTY);
            if (spread.count() > 0) {
                rows.add(row(Names.of(measure.id()), measure.unit(), spread));
            }
        }
        return new Table(
                "Measures (° fewer than ten values beyond it)",
                List.of(
                        "Measure",
                        "Count",
                        "Mean",
                        "Deviation",
                        "Least",
                        "p50",
                        "p75",
                        "p90",
                        "p95",
                        "p99",
                        "p99.9",
                        "Most"),
                rows);
    }

    private static List<String> row(String name, Measure.Unit unit, Spread spread) {
        return List.of(
                name,
                Figures.count(spread.count()),
                value(unit, spread.mean()),
                value(unit, spread.deviation()),
                value(unit, spread.min()),
                beyond(0.5, unit, spread.p50(), spread),
                beyond(0.75, unit, spread.p75(), spread),
                beyond(0.9, unit, spread.p90(), spread),
                beyond(0.95, unit, spread.p95(), spread),
                beyond(0.99, unit, spread.p99(), spread),
                beyond(0.999, unit, spread.p999(), spread),
                value(unit, spread.max()));
    }

    private static String beyond(double share, Measure.Unit unit, double value, Spread spread) {
        boolean few = spread.count() * (1 - share) < ENOUGH;
        return value(unit, value) + (few ? "°" : "");
    }

    private static String value(Measure.Unit unit, double value) {
        return unit == Measure.Unit.MS ? Figures.millis(value) : Figures.number(value);
    }

    private static Table kinds(Map<String, Summary> kinds) {
        List<List<String>> rows = new ArrayList<>();
        kinds.forEach((name, summary) -> rows.add(kind(name, summary)));
        return new Table(
                "By kind of traffic",
                List.of(
                        "Kind",
                        "Sent",
                        "Failed",
                        "Requests/s",
                        "Tokens/s",
                        "TTFT p50",
                        "TTFT p99",
                        "ITL p99",
                        "E2E p50",
                        "E2E p99",
                        "Goodput"),
                rows);
    }

    private static List<String> kind(String name, Summary summary) {
        Spread ttft = summary.spreads().getOrDefault("ttft", Spread.EMPTY);
        Spread itl = summary.spreads().getOrDefault("itl", Spread.EMPTY);
        Spread e2e = summary.spreads().getOrDefault("e2e", Spread.EMPTY);
        Summary.Goodput goodput = summary.goodput();
        return List.of(
                name,
                Figures.count(summary.requests().sent()),
                Figures.count(summary.requests().failed()),
                Figures.number(summary.throughput().requests()),
                Figures.number(summary.throughput().outputTokens()),
                known(ttft, ttft.p50()),
                known(ttft, ttft.p99()),
                known(itl, itl.p99()),
                known(e2e, e2e.p50()),
                known(e2e, e2e.p99()),
                goodput == null ? "-" : Figures.percent(goodput.share()));
    }

    private static String known(Spread spread, double millis) {
        return spread.count() == 0 ? "-" : Figures.millis(millis);
    }

    private static Optional<Table> counts(String caption, String what, Map<String, Long> counts) {
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        List<List<String>> rows =
                counts.entrySet().stream()
                        .sorted(
                                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .map(entry ->
                                List.of(
                                        entry.getKey(),
                                        Figures.count(entry.getValue()),
                                        Figures.percent((double) entry.getValue() / all)))
                        .toList();
        return Optional.of(new Table(caption, List.of(what, "Count", "Share"), rows));
    }

    private static Optional<Table> cancellations(@Nullable ServerSide server) {
        Spread spread = server == null ? null : server.cancelLatency();
        return spread == null || spread.count() == 0
                ? Optional.empty()
                : Optional.of(
                        new Table(
                                "Clients that left: how long the server took to notice",
                                List.of("Measure", "Count", "Mean", "p50", "p90", "p99", "Most"),
                                List.of(
                                        List.of(
                                                "cancel latency",
                                                Figures.count(spread.count()),
                                                Figures.millis(spread.mean()),
                                                Figures.millis(spread.p50()),
                                                Figures.millis(spread.p90()),
                                                Figures.millis(spread.p99()),
                                                Figures.millis(spread.max())))));
    }
}
