package dev.passerelle.loadtests.report;

import dev.passerelle.loadtests.result.Generator;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Results;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
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
        Result usual = Results.mixed();
        return new Result(
                Result.VERSION,
                usual.tool(),
                usual.name(),
                usual.started(),
                "interrupted",
                usual.scenario(),
                usual.machine(),
                new Summary(
                        0,
                        new Summary.Requests(0, 0, 0, 0, 0, 0, 0),
                        new Summary.Throughput(0, 0, 0),
                        Map.of(),
                        null,
                        Map.of(),
                        Map.of()),
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
