package dev.passerelle.loadtests.plan;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A scenario by its keys, every value resolved, so that the same could be run again. API keys and
/// the values of headers, which may be secret, are left out.
public final class WrittenScenario {
    private WrittenScenario() {}

    public static Map<String, Object> of(Scenario scenario) {
        Map<String, Object> keys = new LinkedHashMap<>();
        Bounds bounds = scenario.bounds();
        keys.put("name", scenario.name());
        keys.put("seed", scenario.seed());
        keys.put("target", target(scenario.target()));
        keys.put("traffic", scenario.traffic().stream().map(WrittenScenario::traffic).toList());
        keys.put("arrivals", arrivals(scenario.arrivals()));
        keys.put("duration", text(bounds.duration()));
        keys.put("requests", bounds.requests());
        keys.put("in-flight", bounds.inFlight());
        keys.put("warm-up", text(bounds.warmUp()));
        keys.put("drain", text(bounds.drain()));
        if (!scenario.slo().isEmpty()) {
            keys.put("slo", slo(scenario.slo()));
        }
        if (scenario.leaving().share() > 0) {
            keys.put("leaving", leaving(scenario.leaving()));
        }
        return keys;
    }

    /// A duration as scenarios write it, in the largest unit that it is whole in.
    public static String text(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("h", 3_600_000_000_000L);
        units.put("m", 60_000_000_000L);
        units.put("s", 1_000_000_000L);
        units.put("ms", 1_000_000L);
        return units.entrySet().stream()
                .filter(unit -> nanos % unit.getValue() == 0)
                .map(unit -> nanos / unit.getValue() + unit.getKey())
                .findFirst()
                .orElse(nanos / 1_000.0 + "us");
    }

    private static Map<String, Object> target(Target target) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("url", target.url().toString());
        keys.put("headers", List.copyOf(target.headers().keySet()));
        keys.put("keep-alive", target.keepAlive());
        keys.put("connect-timeout", text(target.connectTimeout()));
        keys.put("timeout", text(target.timeout()));
        keys.put("metrics", target.metrics() == null ? "off" : target.metrics().toString());
        keys.put("metrics-every", text(target.metricsEvery()));
        return keys;
    }

    private static Map<String, Object> traffic(Traffic traffic) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("name", traffic.name());
        keys.put("weight", traffic.weight());
        keys.put("endpoint", traffic.endpoint().id());
        keys.put("model", traffic.model());
        keys.put("stream", traffic.stream());
        keys.put("prompt-tokens", traffic.prompt().toString());
        if (traffic.endpoint() != Endpoint.EMBEDDINGS) {
            keys.put("output-tokens", traffic.output().toString());
            keys.put("ignore-eos", traffic.ignoreEos().name().toLowerCase(Locale.ROOT));
        }
        Traffic.Prefix prefix = traffic.prefix();
        if (prefix.tokens() > 0) {
            keys.put(
                    "prefix",
                    ordered(
                            "share",
                            prefix.share(),
                            "tokens",
                            prefix.tokens(),
                            "variety",
                            prefix.variety()));
        }
        keys.put(
                "turns",
                ordered(
                        "count",
                        traffic.turns().count().toString(),
                        "pause",
                        traffic.turns().pause().toString()));
        if (!traffic.extra().isEmpty()) {
            keys.put("extra", traffic.extra());
        }
        return keys;
    }

    private static Map<String, Object> arrivals(Arrivals arrivals) {
        return switch (arrivals) {
            case Arrivals.Constant(double rate) -> ordered("kind", "constant", "rate", rate);
            case Arrivals.Poisson(double rate) -> ordered("kind", "poisson", "rate", rate);
            case Arrivals.Bursts(double rate, Duration on, double idle, Duration off) ->
                    ordered(
                            "kind",
                            "bursts",
                            "rate",
                            rate,
                            "on",
                            text(on),
                            "idle-rate",
                            idle,
                            "off",
                            text(off));
            case Arrivals.Ramp(double from, double to) ->
                    ordered("kind", "ramp", "from", from, "to", to);
            case Arrivals.Steps(List<Arrivals.Step> steps) ->
                    ordered(
                            "kind",
                            "steps",
                            "steps",
                            steps.stream()
                                    .map(step -> step.rate() + "/" + text(step.duration()))
                                    .toList());
            case Arrivals.Users(int count, var think) ->
                    ordered("kind", "users", "users", count, "think", think.toString());
            case Arrivals.Trace(var file, double speed) ->
                    ordered("kind", "trace", "file", file.toString(), "speed", speed);
            case Arrivals.Sweep(double from, double to, Duration step, double precision) ->
                    ordered(
                            "kind",
                            "sweep",
                            "from",
                            from,
                            "to",
                            to,
                            "step",
                            text(step),
                            "precision",
                            precision);
        };
    }

    private static Map<String, Object> slo(Slo slo) {
        Map<String, Object> keys = new LinkedHashMap<>();
        put(keys, "ttft", slo.ttft());
        put(keys, "itl", slo.itl());
        put(keys, "e2e", slo.e2e());
        keys.put("share", slo.share());
        return keys;
    }

    private static void put(Map<String, Object> keys, String name, @Nullable Duration duration) {
        if (duration != null) {
            keys.put(name, text(duration));
        }
    }

    private static Map<String, Object> leaving(Leaving leaving) {
        String unit = leaving.unit() == Leaving.Unit.TOKENS ? " tokens" : "";
        return ordered("share", leaving.share(), "after", leaving.after() + unit);
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> keys = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            keys.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return keys;
    }
}
