package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.arrivals.Arrival;
import dev.passerelle.loadtests.arrivals.Expected;
import dev.passerelle.loadtests.arrivals.Schedules;
import dev.passerelle.loadtests.plan.Arrivals;
import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.WrittenScenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What a scenario would do. Makes its schedule, sends nothing.
final class DryRun {
    private static final int FIRST = 5;

    private final Scenario scenario;
    private final Map<String, Object> written;
    private final List<Double> first;
    private final Expected expected;
    private final List<Path> files;

    DryRun(Scenario scenario, Outputs outputs) {
        this.scenario = scenario;
        this.written = WrittenScenario.of(scenario);
        this.first = first(scenario);
        this.expected = Schedules.expected(scenario);
        this.files = outputs.files();
    }

    private static List<Double> first(Scenario scenario) {
        List<Double> offsets = new ArrayList<>();
        if (scenario.arrivals() instanceof Arrivals.Users
                || scenario.arrivals() instanceof Arrivals.Sweep) {
            return offsets;
        }
        var schedule = Schedules.of(scenario);
        while (offsets.size() < FIRST && schedule.hasNext()) {
            Arrival arrival = schedule.next();
            offsets.add(Math.floorDiv(arrival.offset(), 1_000_000L) / 1000.0);
        }
        return offsets;
    }

    /// For programs.
    Map<String, Object> json() {
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("scenario", written);
        plan.put("api_keys", scenario.target().keys().size());
        plan.put("first_arrivals", first);
        Map<String, Object> sums = new LinkedHashMap<>();
        if (!Double.isNaN(expected.conversations())) {
            sums.put("conversations", expected.conversations());
            sums.put("requests", requests());
            sums.put("seconds", expected.seconds());
            sums.put("prompt_tokens", requests() * expected.promptTokens());
            sums.put("output_tokens", requests() * expected.outputTokens());
        }
        plan.put("expected", sums);
        plan.put("files", files.stream().map(Path::toString).toList());
        return plan;
    }

    /// For people, line by line.
    List<String> text() {
        List<String> lines = new ArrayList<>();
        lines.add("Plan of " + scenario.name() + "; nothing was sent.");
        lines.add("");
        written.forEach((key, value) -> add(lines, key, value));
        lines.add(row("api keys", String.valueOf(scenario.target().keys().size())));
        lines.add(row("arrivals at", arrivalTimes()));
        lines.add(row("expected", sums()));
        lines.add(
                row(
                        "writes",
                        files.isEmpty()
                                ? "nothing; --out names files"
                                : files.stream()
                                        .map(Path::toString)
                                        .collect(Collectors.joining(", "))));
        return lines;
    }

    private static void add(List<String> lines, String key, Object value) {
        if (value instanceof List<?> entries) {
            entries.forEach(entry -> lines.add(row(key, words(entry))));
        } else {
            lines.add(row(key, words(value)));
        }
    }

    private static String words(Object value) {
        return value instanceof Map<?, ?> keys
                ? keys.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + nested(entry.getValue()))
                        .collect(Collectors.joining(", "))
                : String.valueOf(value);
    }

    private static String nested(Object value) {
        return value instanceof Map<?, ?> ? "{ " + words(value) + " }" : String.valueOf(value);
    }

    private String arrivalTimes() {
        return first.isEmpty()
                ? "the server's answers decide"
                : first.stream()
                        .map(offset -> String.format(Locale.ROOT, "%.3f s", offset))
                        .collect(Collectors.joining(", ", "", ", ..."));
    }

    private String sums() {
        if (Double.isNaN(expected.conversations())) {
            return "as many requests as the server answers, at most "
                    + scenario.bounds().requests();
        }
        return String.format(
                Locale.ROOT,
                "%.0f requests in %.0f s, %.0f tokens of prompts and %.0f of answers",
                requests(),
                expected.seconds(),
                requests() * expected.promptTokens(),
                requests() * expected.outputTokens());
    }

    private double requests() {
        return Math.min(
                (double) scenario.bounds().requests(), expected.conversations() * expected.turns());
    }

    private static String row(String name, String value) {
        return String.format(Locale.ROOT, "  %-12s %s", name, value);
    }
}
