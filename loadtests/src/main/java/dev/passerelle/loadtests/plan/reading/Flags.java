package dev.passerelle.loadtests.plan.reading;

import dev.passerelle.loadtests.plan.ScenarioException;
import dev.passerelle.loadtests.plan.reading.Flag.Arity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The table of flags that set keys.
public final class Flags {
    /// The one that names a variable of the environment rather than a value.
    static final String KEY_ENV = "--key-env";

    /// All of them, in the order of the usage.
    public static final List<Flag> ALL =
            List.of(
                    Flag.of("--url", TargetKeys.URL),
                    Flag.of("--model", TrafficKeys.MODEL),
                    new Flag(
                            "--key",
                            "KEY",
                            Arity.MANY,
                            List.of(TargetKeys.KEYS),
                            texts -> Map.of(TargetKeys.KEYS.name(), String.join("\n", texts)),
                            "API key; other users of the machine can see it in the list of processes, so prefer --key-env or --key-file. May be repeated."),
                    new Flag(
                            KEY_ENV,
                            "NAME",
                            Arity.ONE,
                            List.of(TargetKeys.KEYS),
                            texts -> Map.of(TargetKeys.KEYS.name(), "${" + name(texts) + "}"),
                            "Variable of the environment that holds the API key. Default: "
                                    + TargetKeys.KEY_VARIABLE
                                    + ", if there is one."),
                    file("--key-file", TargetKeys.KEY_FILE),
                    new Flag(
                            "--header",
                            "NAME:VALUE",
                            Arity.MANY,
                            List.of(TargetKeys.HEADERS),
                            texts -> Map.of(TargetKeys.HEADERS.name(), String.join("\n", texts)),
                            "Sent with each request. May be repeated."),
                    Flag.of("--endpoint", TrafficKeys.ENDPOINT),
                    Flag.fixed("--no-stream", TrafficKeys.STREAM, "false", "Answers come whole."),
                    Flag.of("--prompt-tokens", TrafficKeys.PROMPT),
                    Flag.of("--output-tokens", TrafficKeys.OUTPUT),
                    Flag.of("--ignore-eos", TrafficKeys.IGNORE_EOS),
                    section(
                            "--prefix",
                            "tokens=N[,share=S][,variety=N]",
                            "Prompts that begin alike.",
                            TrafficKeys.PREFIX_SHARE,
                            TrafficKeys.PREFIX_TOKENS,
                            TrafficKeys.PREFIX_VARIETY),
                    section(
                            "--turns",
                            "count=N[,pause=DURATION]",
                            "Conversations of several turns.",
                            TrafficKeys.TURNS,
                            TrafficKeys.PAUSE),
                    Flag.of("--extra", TrafficKeys.EXTRA),
                    Flag.of("--arrivals", ArrivalKeys.KIND),
                    Flag.of("--rate", ArrivalKeys.RATE),
                    Flag.of("--users", ArrivalKeys.COUNT),
                    Flag.of("--think", ArrivalKeys.THINK),
                    file("--trace", ArrivalKeys.FILE),
                    Flag.of("--trace-speed", ArrivalKeys.SPEED),
                    new Flag(
                            "--ramp",
                            "RATE..RATE",
                            Arity.ONE,
                            List.of(ArrivalKeys.KIND, ArrivalKeys.FROM, ArrivalKeys.TO),
                            texts -> Shorthands.ramp(texts.getFirst()),
                            "Rate that changes steadily over the whole duration."),
                    Flag.of("--steps", ArrivalKeys.STEPS),
                    kind(
                            "--bursts",
                            ArrivalKind.BURSTS,
                            "rate=R[,on=D][,off=D][,idle-rate=R]",
                            "Bursts, over and over.",
                            ArrivalKeys.RATE,
                            ArrivalKeys.ON,
                            ArrivalKeys.OFF,
                            ArrivalKeys.IDLE_RATE),
                    kind(
                            "--sweep",
                            ArrivalKind.SWEEP,
                            "from=R,to=R,step=D,precision=S",
                            "Rates from idle to saturation, then the highest that meets the objectives.",
                            ArrivalKeys.FROM,
                            ArrivalKeys.TO,
                            ArrivalKeys.STEP,
                            ArrivalKeys.PRECISION),
                    Flag.of("--sweep-step", ArrivalKeys.STEP),
                    Flag.of("--duration", ScenarioKeys.DURATION),
                    Flag.of("--requests", ScenarioKeys.REQUESTS),
                    Flag.of("--in-flight", ScenarioKeys.IN_FLIGHT),
                    Flag.of("--warm-up", ScenarioKeys.WARM_UP),
                    Flag.of("--drain", ScenarioKeys.DRAIN),
                    Flag.of("--timeout", TargetKeys.TIMEOUT),
                    Flag.of("--connect-timeout", TargetKeys.CONNECT_TIMEOUT),
                    Flag.fixed(
                            "--no-keep-alive",
                            TargetKeys.KEEP_ALIVE,
                            "false",
                            "Each request opens a connection."),
                    section(
                            "--slo",
                            "ttft=D,itl=D,e2e=D",
                            "Objectives of one request, any of them.",
                            ScenarioKeys.TTFT,
                            ScenarioKeys.ITL,
                            ScenarioKeys.E2E),
                    Flag.of("--slo-share", ScenarioKeys.SLO_SHARE),
                    new Flag(
                            "--leave",
                            "SHARE@WHEN",
                            Arity.ONE,
                            List.of(ScenarioKeys.LEAVING_SHARE, ScenarioKeys.LEAVING_AFTER),
                            texts -> Shorthands.leave(texts.getFirst()),
                            "Clients that leave early, for example 0.1@2s or '0.1@20 tokens'."),
                    Flag.of("--metrics", TargetKeys.METRICS),
                    Flag.fixed(
                            "--no-metrics",
                            TargetKeys.METRICS,
                            "off",
                            "The server's metrics are not read."),
                    Flag.of("--metrics-every", TargetKeys.METRICS_EVERY),
                    Flag.of("--name", ScenarioKeys.NAME),
                    Flag.of("--seed", ScenarioKeys.SEED));

    private Flags() {}

    /// Those that set a key.
    public static List<String> of(Key<?> key) {
        return ALL.stream().filter(flag -> flag.keys().contains(key)).map(Flag::name).toList();
    }

    private static String name(List<String> texts) {
        String name = texts.getFirst();
        if (!name.matches("[A-Za-z_]\\w*")) {
            throw new ScenarioException(KEY_ENV + ": takes the name of a variable, not a key");
        }
        return name;
    }

    /// A relative path of a flag starts from the working directory.
    private static Flag file(String name, Key<?> key) {
        Flag flag = Flag.of(name, key);
        return new Flag(
                name,
                flag.label(),
                Arity.ONE,
                flag.keys(),
                texts -> Map.of(key.name(), Path.of(texts.getFirst()).toAbsolutePath().toString()),
                key.help());
    }

    private static Flag section(String name, String label, String help, Key<?>... keys) {
        List<Key<?>> all = List.of(keys);
        return new Flag(
                name,
                label,
                Arity.ONE,
                all,
                texts -> Shorthands.section(name, texts.getFirst(), all),
                help);
    }

    /// A section whose being there says how conversations begin.
    private static Flag kind(
            String name, ArrivalKind kind, String label, String help, Key<?>... keys) {
        List<Key<?>> all = List.of(keys);
        return new Flag(
                name,
                label,
                Arity.OPTIONAL,
                Shorthands.with(ArrivalKeys.KIND, all),
                texts -> Shorthands.arrivals(name, kind, texts.getFirst(), all),
                help);
    }
}
