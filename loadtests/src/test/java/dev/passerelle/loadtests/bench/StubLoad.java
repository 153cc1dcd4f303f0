package dev.passerelle.loadtests.bench;

import dev.passerelle.loadtests.distribution.Distributions;
import dev.passerelle.loadtests.plan.Arrivals;
import dev.passerelle.loadtests.plan.Bounds;
import dev.passerelle.loadtests.plan.Endpoint;
import dev.passerelle.loadtests.plan.Leaving;
import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.Slo;
import dev.passerelle.loadtests.plan.Target;
import dev.passerelle.loadtests.plan.Traffic;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.run.LoadRun;
import dev.passerelle.loadtests.run.Progress;
import dev.passerelle.loadtests.stub.Served;
import dev.passerelle.loadtests.stub.Stub;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Load tests of a stub: chats of a few words, streamed.
///
/// @param tokens of each answer
/// @param leaving null for clients that all stay
record StubLoad(Arrivals arrivals, Duration duration, int tokens, @Nullable Leaving leaving) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    StubLoad(Arrivals arrivals, Duration duration, int tokens) {
        this(arrivals, duration, tokens, null);
    }

    /// What was reported, and what the stub did for the requests that were measured.
    record Run(Result result, List<Served> served) {}

    Run run(Stub stub) {
        return run(stub, Progress.NONE);
    }

    Run run(Stub stub, Progress progress) {
        Result result = new LoadRun(scenario(stub), progress).run();
        List<Served> all = stub.truth();
        int measured = (int) result.summary().requests().sent();
        return new Run(result, all.subList(Math.max(0, all.size() - measured), all.size()));
    }

    private Scenario scenario(Stub stub) {
        return new Scenario(
                "stub",
                1,
                new Target(
                        stub.url(),
                        List.of(),
                        Map.of(),
                        true,
                        PATIENCE,
                        PATIENCE,
                        stub.metrics(),
                        Duration.ofSeconds(1)),
                List.of(chat()),
                arrivals,
                new Bounds(duration, Long.MAX_VALUE, 10_000, Duration.ZERO, PATIENCE),
                Slo.NONE,
                leaving == null
                        ? new Leaving(0, Leaving.Unit.SECONDS, Distributions.parse("1"))
                        : leaving);
    }

    private Traffic chat() {
        return new Traffic(
                "chat",
                1,
                Endpoint.CHAT,
                "stub",
                true,
                Distributions.parse("32"),
                Distributions.parse(Integer.toString(tokens)),
                Traffic.IgnoreEos.ON,
                Traffic.Prefix.NONE,
                new Traffic.Turns(Distributions.parse("1"), Distributions.parse("0")),
                Map.of());
    }
}
