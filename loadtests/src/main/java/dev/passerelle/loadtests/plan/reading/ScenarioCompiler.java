package dev.passerelle.loadtests.plan.reading;

import dev.passerelle.loadtests.plan.Arrivals;
import dev.passerelle.loadtests.plan.Bounds;
import dev.passerelle.loadtests.plan.Leaving;
import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.Slo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// Makes a checked scenario of settings.
final class ScenarioCompiler {
    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    private final Settings settings;
    private final Map<String, String> environment;
    private final Path directory;

    /// @param directory where relative paths start
    ScenarioCompiler(Settings settings, Map<String, String> environment, Path directory) {
        this.settings = settings;
        this.environment = environment;
        this.directory = directory;
    }

    Scenario compile() {
        Arrivals arrivals = new ArrivalsCompiler(settings, directory).compile();
        Bounds bounds = bounds(arrivals);
        return new Scenario(
                settings.get(ScenarioKeys.NAME),
                settings.get(ScenarioKeys.SEED),
                new TargetCompiler(settings, environment, directory).compile(),
                new TrafficCompiler(settings).compile(),
                arrivals,
                bounds,
                slo(),
                leaving());
    }

    private Bounds bounds(Arrivals arrivals) {
        Duration duration =
                settings.find(ScenarioKeys.DURATION).orElseGet(() -> duration(arrivals));
        Duration warmUp =
                settings.find(ScenarioKeys.WARM_UP).orElseGet(() -> warmUp(arrivals, duration));
        if (warmUp.compareTo(duration) >= 0) {
            throw settings.wrong(
                    ScenarioKeys.WARM_UP,
                    "must be shorter than duration; nothing would be measured");
        }
        int inFlight = settings.get(ScenarioKeys.IN_FLIGHT);
        if (arrivals instanceof Arrivals.Users users && users.count() > inFlight) {
            throw settings.wrong(
                    ArrivalKeys.COUNT,
                    "is %d, more than in-flight, %d".formatted(users.count(), inFlight));
        }
        return new Bounds(
                duration,
                settings.get(ScenarioKeys.REQUESTS),
                inFlight,
                warmUp,
                settings.get(ScenarioKeys.DRAIN));
    }

    /// All of a trace is measured: it holds just the requests that are of interest.
    private static Duration warmUp(Arrivals arrivals, Duration duration) {
        if (arrivals instanceof Arrivals.Trace) {
            return Duration.ZERO;
        }
        Duration tenth = duration.dividedBy(10);
        return tenth.compareTo(WARM_UP) < 0 ? tenth : WARM_UP;
    }

    private Duration duration(Arrivals arrivals) {
        return switch (arrivals) {
            case Arrivals.Steps steps ->
                    steps.steps().stream()
                            .map(Arrivals.Step::duration)
                            .reduce(Duration.ZERO, Duration::plus);
            case Arrivals.Trace _ -> Quantities.LONGEST;
            case Arrivals.Sweep _ -> LONG;
            default -> settings.isGiven(ScenarioKeys.REQUESTS, 0) ? LONG : USUAL;
        };
    }

    private Slo slo() {
        return new Slo(
                settings.find(ScenarioKeys.TTFT).orElse(null),
                settings.find(ScenarioKeys.ITL).orElse(null),
                settings.find(ScenarioKeys.E2E).orElse(null),
                settings.get(ScenarioKeys.SLO_SHARE));
    }

    private Leaving leaving() {
        double share = settings.get(ScenarioKeys.LEAVING_SHARE);
        if (share == 0 && !settings.isGiven(ScenarioKeys.LEAVING_AFTER, 0)) {
            return new Leaving(0, Leaving.Unit.SECONDS, Randoms.WAIT.reader().apply("0s"));
        }
        settings.need(ScenarioKeys.LEAVING_SHARE, ScenarioKeys.LEAVING_AFTER.name());
        Leaving stay = settings.need(ScenarioKeys.LEAVING_AFTER, ScenarioKeys.LEAVING_SHARE.name());
        return new Leaving(share, stay.unit(), stay.after());
    }
}
