package dev.passerelle.loadtests.arrivals;

import dev.passerelle.loadtests.distribution.Distributions;
import dev.passerelle.loadtests.plan.Arrivals;
import dev.passerelle.loadtests.plan.Bounds;
import dev.passerelle.loadtests.plan.Endpoint;
import dev.passerelle.loadtests.plan.Leaving;
import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.Slo;
import dev.passerelle.loadtests.plan.Target;
import dev.passerelle.loadtests.plan.Traffic;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Scenarios of one kind of traffic with the arrivals of a test.
final class Scenarios {
    private static final Traffic CHAT =
            new Traffic(
                    "chat",
                    1,
                    Endpoint.CHAT,
                    "m",
                    true,
                    Distributions.parse("100"),
                    Distributions.parse("20"),
                    Traffic.IgnoreEos.OFF,
                    Traffic.Prefix.NONE,
                    new Traffic.Turns(Distributions.parse("2"), Distributions.parse("0")),
                    Map.of());

    private Scenarios() {}

    static Scenario of(Arrivals arrivals, Duration duration, long requests, long seed) {
        return new Scenario(
                "test",
                seed,
                new Target(
                        URI.create("http://127.0.0.1:1/v1"),
                        List.of(),
                        Map.of(),
                        true,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        null,
                        Duration.ofSeconds(1)),
                List.of(CHAT),
                arrivals,
                new Bounds(duration, requests, 10, Duration.ZERO, Duration.ZERO),
                Slo.NONE,
                new Leaving(0, Leaving.Unit.SECONDS, Distributions.parse("1")));
    }

    static Scenario of(Arrivals arrivals, long seconds) {
        return of(arrivals, Duration.ofSeconds(seconds), Long.MAX_VALUE, 1);
    }

    /// Seconds of all arrivals.
    static double[] seconds(Scenario scenario) {
        return all(scenario).stream().mapToDouble(arrival -> arrival.offset() / 1e9).toArray();
    }

    static List<Arrival> all(Scenario scenario) {
        var all = new ArrayList<Arrival>();
        Schedules.of(scenario).forEachRemaining(all::add);
        return all;
    }
}
