package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.result.Capacity;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
import java.util.ArrayList;
import java.util.List;

/// What a load test came to, in a sentence or two.
///
/// @param line the finding
/// @param warnings why the figures may not be the server's, most serious first
public record Verdict(String line, List<String> warnings) {
    public static Verdict of(Result result) {
        return new Verdict(line(result), warnings(result));
    }

    private static String line(Result result) {
        Summary summary = result.summary();
        if (summary.requests().sent() == 0) {
            return "No request was measured.";
        }
        Capacity capacity = result.capacity();
        return capacity == null
                ? steady(result)
                : found(capacity, Objectives.of(result.scenario()));
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
                : ", %s %s in the middle and %s at p99"
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
        return "%s; the knee is at %s, the most seen %s."
                .formatted(
                        sustained,
                        Figures.perSecond(capacity.knee()),
                        Figures.perSecond(capacity.saturation()));
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
        long notSent = result.summary().requests().notSent();
        if (notSent > 0) {
            all.add(
                    Figures.count(notSent)
                            + " arrivals were not sent, because the most that may be under way"
                            + " were; they count as not answered.");
        }
        return List.copyOf(all);
    }
}
