package dev.passerelle.loadtests.terminal;

import dev.passerelle.loadtests.measure.Measure;
import dev.passerelle.loadtests.report.Figures;
import dev.passerelle.loadtests.report.Names;
import dev.passerelle.loadtests.report.Objectives;
import dev.passerelle.loadtests.report.Setting;
import dev.passerelle.loadtests.report.Verdict;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
import dev.passerelle.loadtests.result.SweepStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/// What a load test came to, as text: the verdict, counts, latencies, and what must be known to
/// take them right.
public final class SummaryText {
    private static final double LEAST = 0.01;

    private final Result result;
    private final Ink ink;
    private final List<String> lines = new ArrayList<>();

    private SummaryText(Result result, Ansi ansi) {
        this.result = result;
        ink = new Ink(ansi);
    }

    /// Without colours.
    public static String of(Result result) {
        return of(result, Ansi.OFF);
    }

    public static String of(Result result, Ansi ansi) {
        SummaryText text = new SummaryText(result, ansi);
        text.verdict();
        text.counts();
        text.latencies();
        text.objectives();
        text.sweep();
        text.failures();
        text.generator();
        return String.join("\n", text.lines) + "\n";
    }

    private void verdict() {
        Verdict verdict = Verdict.of(result);
        Wrapped.lines(Setting.title(result) + ": " + verdict.line(), "")
                .forEach(line -> lines.add(ink.strong(line)));
        verdict.warnings()
                .forEach(warning ->
                        Wrapped.lines("! " + warning, "  ")
                                .forEach(line -> lines.add(ink.bad(line))));
        verdict.notes().forEach(note -> lines.addAll(Wrapped.lines("- " + note, "  ")));
    }

    private void counts() {
        Summary.Requests requests = result.summary().requests();
        Summary.Throughput throughput = result.summary().throughput();
        List<String> parts = new ArrayList<>();
        parts.add(Figures.count(requests.sent()) + " requests");
        part(parts, requests.succeeded(), "ok");
        part(parts, requests.failed(), "failed");
        part(parts, requests.left(), "left early");
        part(parts, requests.unfinished(), "unfinished");
        part(parts, requests.notSent(), "not sent");
        lines.add("");
        lines.add(
                String.join(", ", parts)
                        + " in "
                        + Figures.seconds(result.summary().seconds())
                        + (requests.warmUp() == 0
                                ? ""
                                : " (and " + Figures.count(requests.warmUp()) + " of warm-up)"));
        lines.add(
                "%s requests/s, %s output tokens/s, %s prompt tokens/s"
                        .formatted(
                                Figures.number(throughput.requests()),
                                Figures.number(throughput.outputTokens()),
                                Figures.number(throughput.promptTokens())));
    }

    private static void part(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(Figures.count(count) + " " + what);
        }
    }

    private void latencies() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("milliseconds", "mean", "p50", "p90", "p95", "p99", "p99.9", "most"));
        for (Measure measure : Measure.values()) {
            Spread spread = result.summary().spreads().getOrDefault(measure.id(), Spread.EMPTY);
            if (spread.max() > 0 && measure.unit() == Measure.Unit.MS) {
                rows.add(row(Names.of(measure.id()), spread));
            }
        }
        if (rows.size() > 1) {
            table(rows);
        }
    }

    private static List<String> row(String name, Spread spread) {
        return List.of(
                name,
                millis(spread.mean()),
                millis(spread.p50()),
                millis(spread.p90()),
                millis(spread.p95()),
                millis(spread.p99()),
                millis(spread.p999()),
                millis(spread.max()));
    }

    /// In a column of milliseconds.
    private static String millis(double millis) {
        return millis > 0 && millis < LEAST ? "<" + LEAST : Figures.number(millis);
    }

    private void objectives() {
        Summary.Goodput goodput = result.summary().goodput();
        if (goodput == null) {
            return;
        }
        Objectives wanted = Objectives.of(result.scenario());
        lines.add("");
        lines.add(
                "Goodput %s requests/s; share of requests within each objective, %s wanted:"
                        .formatted(
                                Figures.number(goodput.perSecond()),
                                Figures.percent(wanted.share())));
        objective("ttft", goodput.ttft(), wanted);
        objective("itl", goodput.itl(), wanted);
        objective("e2e", goodput.e2e(), wanted);
        lines.add(met("all", goodput.share(), wanted.share()));
    }

    private void objective(String measure, @Nullable Double share, Objectives wanted) {
        if (share != null) {
            Double limit = wanted.of(measure);
            String name = Names.of(measure);
            lines.add(
                    met(
                            limit == null ? name : name + " ≤ " + Figures.millis(limit),
                            share,
                            wanted.share()));
        }
    }

    private String met(String what, double share, double wanted) {
        String line = "  %-16s %8s  ".formatted(what, Figures.percent(share));
        return line + (share >= wanted ? ink.good("met") : ink.bad("not met"));
    }

    private void sweep() {
        if (result.sweep().isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "offered/s",
                        "answered/s",
                        "TTFT p50, ms",
                        "p90",
                        "p99",
                        "E2E p50, ms",
                        "p90",
                        "p99"));
        result.sweep().forEach(step -> rows.add(step(step)));
        List<String> aligned = Columns.aligned(rows);
        lines.add("");
        lines.add(ink.faint(aligned.getFirst() + "  verdict"));
        for (int i = 0; i < result.sweep().size(); i++) {
            lines.add(aligned.get(i + 1) + "  " + verdict(result.sweep().get(i)));
        }
    }

    private String verdict(SweepStep step) {
        return step.sustained() ? ink.good("sustained") : ink.bad("not: " + step.reason());
    }

    private static List<String> step(SweepStep step) {
        Map<String, Spread> spreads = step.summary().spreads();
        List<String> row = new ArrayList<>();
        row.add(Figures.number(step.rate()));
        row.add(Figures.number(step.summary().throughput().requests()));
        for (String measure : List.of("ttft", "e2e")) {
            Spread spread = spreads.getOrDefault(measure, Spread.EMPTY);
            boolean none = spread.count() == 0;
            row.add(none ? "-" : millis(spread.p50()));
            row.add(none ? "-" : millis(spread.p90()));
            row.add(none ? "-" : millis(spread.p99()));
        }
        return row;
    }

    private void failures() {
        Map<String, Long> failures = result.summary().failures();
        if (!failures.isEmpty()) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("failures", "count"));
            failures.forEach((what, count) -> rows.add(List.of(what, Figures.count(count))));
            table(rows);
        }
    }

    private void generator() {
        var generator = result.generator();
        lines.add("");
        lines.add(
                "Generator: %s processors (%s of its own), requests began late by %s at p99"
                        .formatted(
                                Figures.number(generator.cpu()),
                                Figures.percent(generator.cpuShare()),
                                Figures.millis(generator.lag().p99())));
    }

    private void table(List<List<String>> rows) {
        List<String> aligned = Columns.aligned(rows);
        lines.add("");
        lines.add(ink.faint(aligned.getFirst()));
        lines.addAll(aligned.subList(1, aligned.size()));
    }
}
