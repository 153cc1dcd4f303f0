package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.result.Capacity;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
import dev.passerelle.loadtests.result.SweepStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a load test came to, in a sentence or two.
///
/// @param line the finding
/// @param warnings why the figures may not be the server's, most serious first
/// @param notes what else a reader must know to take the figures right
public record Verdict(String line, List<String> warnings, List<String> notes) {
    /// So many make a 99th percentile more than the greatest value.
    private static final int ENOUGH = 100;

    /// A rate that was kept up with is answered at about that rate.
    private static final double KEPT_UP = 0.75;

    public static Verdict of(Result result) {
        return new Verdict(line(result), warnings(result), notes(result));
    }

    private static String line(Result result) {
        Summary summary = result.summary();
        if (summary.requests().sent() == 0) {
            return "No request was measured.";
        }
        Capacity capacity = result.capacity();
        if (summary.requests().succeeded() == 0 && summary.requests().failed() > 0) {
            return nothing(summary);
        }
        return capacity == null
                ? steady(result)
                : found(capacity, Objectives.of(result.scenario()));
    }

    private static String nothing(Summary summary) {
        long failed = summary.requests().failed();
        String most =
                summary.failures().entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(entry -> ": " + entry.getKey())
                        .orElse("");
        return "No request succeeded; %s of %s failed%s."
                .formatted(Figures.count(failed), Figures.count(summary.requests().sent()), most);
    }

    private static String steady(Result result) {
        Summary summary = result.summary();
        Summary.Goodput goodput = summary.goodput();
        String rate = Figures.number(summary.throughput().requests()) + " requests/s";
        if (goodput != null) {
            Objectives objectives = Objectives.of(result.scenario());
            String limits = objectives.words();
            return "%s, %s within %s (%s required): %s."
                    .formatted(
                            rate,
                            Figures.percent(goodput.share()),
                            limits.isEmpty() ? "the objectives" : limits,
                            Figures.percent(objectives.share()),
                            goodput.share() >= objectives.share() ? "met" : "not met");
        }
        Spread spread = summary.spreads().getOrDefault("ttft", Spread.EMPTY);
        String measure = spread.count() > 0 ? "ttft" : "e2e";
        Spread shown = summary.spreads().getOrDefault(measure, Spread.EMPTY);
        return rate + failing(summary) + latency(measure, shown) + ".";
    }

    private static String latency(String measure, Spread spread) {
        return spread.count() == 0
                ? ""
                : ", %s %s at the median and %s at p99"
                        .formatted(
                                Names.of(measure),
                                Figures.millis(spread.p50()),
                                Figures.millis(spread.p99()));
    }

    private static String failing(Summary summary) {
        long failed = summary.requests().failed();
        return failed == 0
                ? ""
                : " (%s of requests failed)"
                        .formatted(Figures.percent((double) failed / summary.requests().sent()));
    }

    private static String found(Capacity capacity, Objectives objectives) {
        String within = objectives.words().isEmpty() ? "" : " within " + objectives.words();
        String sustained =
                capacity.sustained() > 0
                        ? "Sustains %s requests/s%s"
                                .formatted(Figures.number(capacity.sustained()), within)
                        : "No rate tried was sustained" + within;
        String knee =
                capacity.knee() > 0
                        ? "; latency bends at %s (the knee)"
                                .formatted(Figures.perSecond(capacity.knee()))
                        : "";
        return "%s%s; at most %s were answered."
                .formatted(sustained, knee, Figures.perSecond(capacity.saturation()));
    }

    private static List<String> warnings(Result result) {
        List<String> all = new ArrayList<>();
        List<String> bottleneck = result.generator().bottleneck();
        if (!bottleneck.isEmpty()) {
            all.add("The client was the bottleneck: " + String.join("; ", bottleneck));
        }
        if (result.ended().equals("interrupted")) {
            all.add("The run was interrupted; the figures are of what was done until then.");
        }
        result.sweep().stream()
                .filter(step -> step.sustained() && answered(step) < KEPT_UP * step.rate())
                .reduce((one, later) -> later)
                .ifPresent(step -> all.add(tooShort(step)));
        long notSent = result.summary().requests().notSent();
        if (notSent > 0) {
            all.add(
                    Figures.count(notSent)
                            + " arrivals were not sent, because the most that may be under way"
                            + " were; they count as not answered.");
        }
        return List.copyOf(all);
    }

    private static double answered(SweepStep step) {
        return step.summary().throughput().requests();
    }

    private static String tooShort(SweepStep step) {
        return "Of %s offered only %s were answered, though latencies were met: rates were held too"
                        .formatted(
                                Figures.perSecond(step.rate()), Figures.perSecond(answered(step)))
                + " briefly; hold each longer (--sweep-step).";
    }

    private static List<String> notes(Result result) {
        List<String> notes = new ArrayList<>();
        if (!result.sweep().isEmpty()) {
            notes.add(
                    result.sweep().stream().anyMatch(SweepStep::sustained)
                            ? "Key figures and distributions are of the highest rate sustained."
                            : "Key figures and distributions are of the highest rate tried.");
        }
        long answered = result.summary().requests().succeeded();
        if (answered > 0 && answered < ENOUGH) {
            notes.add(
                    "Only %s requests were answered; a p99 needs %d to be more than the slowest."
                            .formatted(Figures.count(answered), ENOUGH));
        }
        notes.addAll(result.notes());
        return List.copyOf(notes);
    }
}
