package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.result.Generator;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Results;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
import dev.passerelle.loadtests.result.SweepStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Results that differ from the usual in one respect.
final class Variants {
    private Variants() {}

    static Result named(String name) {
        Result usual = Results.mixed();
        return with(usual, name, usual.scenario(), usual.generator());
    }

    /// With objectives and a model in its scenario.
    static Result withObjectives() {
        Result usual = Results.mixed();
        Map<String, Object> scenario = new LinkedHashMap<>(usual.scenario());
        scenario.put("slo", Map.of("ttft", "500ms", "itl", "50ms", "share", 0.95));
        scenario.put("traffic", List.of(Map.of("name", "chat", "model", "small-1")));
        return with(usual, usual.name(), scenario, usual.generator());
    }

    static Result unnamed() {
        Result usual = Results.mixed();
        Map<String, Object> scenario =
                Map.of(
                        "target",
                        Map.of("url", "http://127.0.0.1:8080/v1"),
                        "traffic",
                        List.of(Map.of("name", "chat", "model", "small-1")));
        return with(usual, "load-test", scenario, usual.generator());
    }

    static Result slowedByItsClient(String why) {
        Result usual = Results.mixed();
        Generator own = usual.generator();
        Generator slow =
                new Generator(
                        own.cpu(),
                        own.cpuShare(),
                        own.lag(),
                        own.pause(),
                        own.collections(),
                        List.of(why));
        return with(usual, usual.name(), usual.scenario(), slow);
    }

    /// One that was ended before anything was answered.
    static Result empty() {
        return of(
                new Summary.Requests(0, 0, 0, 0, 0, 0, 0),
                new Summary.Throughput(0, 0, 0),
                Map.of());
    }

    /// One of which no request succeeded.
    static Result failed() {
        return of(
                new Summary.Requests(0, 5, 0, 5, 0, 0, 0),
                new Summary.Throughput(0, 0, 0),
                Map.of("connection refused", 4L, "timeout", 1L));
    }

    static Result answered(long requests) {
        return of(
                new Summary.Requests(0, requests, requests, 0, 0, 0, 0),
                new Summary.Throughput(1, 0, 0),
                Map.of());
    }

    /// A sweep whose last step was called sustained at this rate.
    static Result offered(double rate) {
        Result usual = Results.sweep();
        SweepStep last = new SweepStep(rate, true, "", usual.sweep().getLast().summary());
        return new Result(
                usual.version(),
                usual.tool(),
                usual.name(),
                usual.started(),
                usual.ended(),
                usual.scenario(),
                usual.machine(),
                usual.summary(),
                usual.kinds(),
                usual.windows(),
                usual.samples(),
                usual.generator(),
                usual.server(),
                List.of(last),
                usual.capacity(),
                usual.notes());
    }

    private static Result of(
            Summary.Requests requests, Summary.Throughput throughput, Map<String, Long> failures) {
        Result usual = Results.mixed();
        return new Result(
                Result.VERSION,
                usual.tool(),
                usual.name(),
                usual.started(),
                "interrupted",
                usual.scenario(),
                usual.machine(),
                new Summary(0, requests, throughput, Map.of(), null, failures, Map.of()),
                Map.of(),
                List.of(),
                List.of(),
                new Generator(0, 0, Spread.EMPTY, Spread.EMPTY, 0, List.of()),
                null,
                List.of(),
                null,
                List.of());
    }

    private static Result with(
            Result usual, String name, Map<String, Object> scenario, Generator generator) {
        return new Result(
                usual.version(),
                usual.tool(),
                name,
                usual.started(),
                usual.ended(),
                scenario,
                usual.machine(),
                usual.summary(),
                usual.kinds(),
                usual.windows(),
                usual.samples(),
                generator,
                usual.server(),
                usual.sweep(),
                usual.capacity(),
                usual.notes());
    }
}
