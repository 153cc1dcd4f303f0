package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
import dev.passerelle.loadtests.result.SweepStep;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The rates of a sweep in numbers, each with its verdict.
final class SweepTable {
    private SweepTable() {}

    static Table of(List<SweepStep> steps) {
        return new Table(
                "Rates tried",
                List.of(
                        "Offered",
                        "Answered",
                        "Tokens/s",
                        "TTFT p50",
                        "TTFT p90",
                        "TTFT p99",
                        "ITL p99",
                        "E2E p50",
                        "E2E p90",
                        "E2E p99",
                        "Goodput",
                        "Verdict"),
                steps.stream().map(SweepTable::row).toList());
    }

    private static List<String> row(SweepStep step) {
        Summary.Throughput throughput = step.summary().throughput();
        return List.of(
                Figures.perSecond(step.rate()),
                Figures.perSecond(throughput.requests()),
                Figures.number(throughput.outputTokens()),
                millis(step, "ttft", Spread::p50),
                millis(step, "ttft", Spread::p90),
                millis(step, "ttft", Spread::p99),
                millis(step, "itl", Spread::p99),
                millis(step, "e2e", Spread::p50),
                millis(step, "e2e", Spread::p90),
                millis(step, "e2e", Spread::p99),
                goodput(step.summary()),
                step.sustained() ? "sustained" : "not sustained: " + step.reason());
    }

    private static String goodput(Summary summary) {
        Summary.Goodput goodput = summary.goodput();
        return goodput == null ? "-" : Figures.percent(goodput.share());
    }

    private static String millis(SweepStep step, String measure, ToDoubleFunction<Spread> value) {
        Spread spread = step.summary().spreads().getOrDefault(measure, Spread.EMPTY);
        return spread.count() == 0 ? "-" : Figures.millis(value.applyAsDouble(spread));
    }
}
