package dev.passerelle.loadtests.workload;

import dev.passerelle.loadtests.distribution.Distributions;
import dev.passerelle.loadtests.plan.Arrivals;
import dev.passerelle.loadtests.plan.Bounds;
import dev.passerelle.loadtests.plan.Endpoint;
import dev.passerelle.loadtests.plan.Leaving;
import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.Slo;
import dev.passerelle.loadtests.plan.Target;
import dev.passerelle.loadtests.plan.Traffic;
import dev.passerelle.loadtests.plan.Traffic.IgnoreEos;
import dev.passerelle.loadtests.plan.Traffic.Prefix;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Scenarios of a test, one kind of traffic unlike the others in what the test is about.
final class Mix {
    String name = "chat";
    double weight = 1;
    Endpoint endpoint = Endpoint.CHAT;
    boolean stream = true;
    String prompt = "100";
    String output = "20";
    IgnoreEos ignoreEos = IgnoreEos.OFF;
    Prefix prefix = Prefix.NONE;
    String turns = "1";
    final Map<String, @Nullable Object> extra = new LinkedHashMap<>();

    Traffic traffic() {
        return new Traffic(
                name,
                weight,
                endpoint,
                "m",
                stream,
                Distributions.parse(prompt),
                Distributions.parse(output),
                ignoreEos,
                prefix,
                new Traffic.Turns(Distributions.parse(turns), Distributions.parse("1.5")),
                extra);
    }

    Scenario scenario() {
        return scenario(1, new Leaving(0, Leaving.Unit.SECONDS, Distributions.parse("1")));
    }

    Scenario scenario(long seed, Leaving leaving, Traffic... more) {
        var all = new ArrayList<>(List.of(more));
        all.addFirst(traffic());
        return new Scenario(
                "test",
                seed,
                new Target(
                        URI.create("http://127.0.0.1:1/v1"),
                        List.of("one", "two", "three"),
                        Map.of(),
                        true,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        null,
                        Duration.ofSeconds(1)),
                all,
                new Arrivals.Poisson(1),
                new Bounds(Duration.ofSeconds(1), 1, 1, Duration.ZERO, Duration.ZERO),
                Slo.NONE,
                leaving);
    }
}
