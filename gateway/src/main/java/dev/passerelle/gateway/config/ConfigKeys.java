package dev.passerelle.gateway.config;

import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.Precision;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/// The table of configuration keys. `docs/configuration.md` is the same table for people.
final class ConfigKeys {

    /// Where a model runs.
    enum Device {
        AUTO,
        CPU
    }

    /// Who may call.
    enum AdmissionMode {
        OPEN
    }

    static final ConfigKey<String> SERVER_HOST =
            new ConfigKey<>(
                    "server.host",
                    ValueType.TEXT,
                    "127.0.0.1",
                    "Address or host name to listen on.");

    static final ConfigKey<Integer> SERVER_PORT =
            new ConfigKey<>(
                    "server.port",
                    ValueType.integer(0, 65_535),
                    "8080",
                    "Port to listen on; 0 takes a free one.");

    static final ConfigKey<Long> SERVER_MAX_BODY =
            new ConfigKey<>(
                    "server.max-body",
                    Quantities.SIZE,
                    "8MiB",
                    "Longest request body; a longer one is answered with 413.");

    static final ConfigKey<Duration> SERVER_DRAIN_TIMEOUT =
            new ConfigKey<>(
                    "server.drain-timeout",
                    Quantities.DURATION,
                    "30s",
                    "How long running requests may go on after SIGTERM, or when their model is to make"
                            + " room for another.");

    static final ConfigKey<Boolean> SERVER_ALLOW_OPEN_NETWORK =
            new ConfigKey<>(
                    "server.allow-open-network",
                    ValueType.BOOLEAN,
                    "false",
                    "Listen on an address other than loopback although no keys are asked for.");

    static final ConfigKey<AdmissionMode> ADMISSION_MODE =
            new ConfigKey<>(
                    "admission.mode",
                    ValueType.oneOf(AdmissionMode.class).remarking("this version asks for no keys"),
                    "open",
                    "Who may call; open means everyone who can reach the address.");

    static final ConfigKey<Long> MEMORY_BUDGET =
            new ConfigKey<>(
                    "memory.budget",
                    Quantities.SIZE,
                    "(four fifths of the container's or machine's memory, less the Java heap)",
                    "Memory that models may take together: weights, KV caches, work space.");

    static final ConfigKey<String> MODEL_ID =
            new ConfigKey<>(
                    "models[].id",
                    ValueType.TEXT,
                    "(the source's name in lower case)",
                    "The name clients use.");

    static final ConfigKey<String> MODEL_SOURCE =
            new ConfigKey<>(
                    "models[].source",
                    ValueType.TEXT,
                    "(required)",
                    "`bundled:NAME`, `file:PATH` or `hf:org/name@revision:variant`; a relative path"
                            + " starts from the configuration file's directory.");

    static final ConfigKey<List<String>> MODEL_ALIASES =
            new ConfigKey<>(
                    "models[].aliases", ValueType.NAMES, "(none)", "Other names clients may use.");

    static final ConfigKey<ModelConfig.Load> MODEL_LOAD =
            new ConfigKey<>(
                    "models[].load",
                    ValueType.oneOf(ModelConfig.Load.class),
                    "start",
                    "When it is loaded, and downloaded if need be.");

    static final ConfigKey<Boolean> MODEL_PINNED =
            new ConfigKey<>(
                    "models[].pinned",
                    ValueType.BOOLEAN,
                    "false",
                    "Never unload it to make room for another.");

    static final ConfigKey<Duration> MODEL_REFRESH =
            new ConfigKey<>(
                    "models[].refresh",
                    Quantities.DURATION,
                    "(never)",
                    "How often the hub is asked whether the revision has moved, give or take a"
                            + " tenth; for `hf:` sources at a branch or tag.");

    static final ConfigKey<String> MODEL_REGION =
            new ConfigKey<>(
                    "models[].region",
                    ValueType.TEXT,
                    "(none)",
                    "Where it runs, for the catalogue.");

    static final ConfigKey<BigDecimal> PRICE_PROMPT =
            new ConfigKey<>(
                    "models[].price.prompt",
                    Quantities.AMOUNT,
                    "(none)",
                    "What a million tokens read cost, for the catalogue.");

    static final ConfigKey<BigDecimal> PRICE_COMPLETION =
            new ConfigKey<>(
                    "models[].price.completion",
                    Quantities.AMOUNT,
                    "0",
                    "What a million tokens generated cost.");

    static final ConfigKey<String> PRICE_CURRENCY =
            new ConfigKey<>(
                    "models[].price.currency",
                    Quantities.CURRENCY,
                    "(none)",
                    "The currency of the price; needed with one.");

    static final ConfigKey<Integer> ENGINE_SLOTS =
            new ConfigKey<>(
                    "models[].engine.slots",
                    ValueType.integer(1, 1_024),
                    Integer.toString(EngineOptions.DEFAULT.slots()),
                    "Sequences decoded at once; by default fewer where `memory.budget` has no room for"
                            + " that many.");

    static final ConfigKey<Integer> ENGINE_MAX_LENGTH =
            new ConfigKey<>(
                    "models[].engine.max-length",
                    ValueType.integer(16, 1_048_576),
                    Integer.toString(EngineOptions.DEFAULT.maxLength()),
                    "Tokens a sequence can hold, prompt and completion; at most what the model was"
                            + " trained for.");

    static final ConfigKey<Integer> ENGINE_QUEUE_LENGTH =
            new ConfigKey<>(
                    "models[].engine.queue-length",
                    ValueType.integer(1, 100_000),
                    Integer.toString(EngineOptions.DEFAULT.queueLength()),
                    "Requests that may wait for a slot; one more is answered with 503.");

    static final ConfigKey<Duration> ENGINE_QUEUE_DEADLINE =
            new ConfigKey<>(
                    "models[].engine.queue-deadline",
                    Quantities.DURATION,
                    "60s",
                    "How long a request may wait for a slot; then it is answered with 503.");

    static final ConfigKey<Integer> ENGINE_PREFILL_CHUNK =
            new ConfigKey<>(
                    "models[].engine.prefill-chunk",
                    ValueType.integer(1, 65_536),
                    Integer.toString(EngineOptions.DEFAULT.prefillChunk()),
                    "Prompt tokens read between two decode steps.");

    static final ConfigKey<Integer> ENGINE_THREADS =
            new ConfigKey<>(
                    "models[].engine.threads",
                    ValueType.integer(0, 1_024),
                    Integer.toString(EngineOptions.DEFAULT.threads()),
                    "Native threads of the model's session; 0 means one a processor.");

    static final ConfigKey<Precision> ENGINE_PRECISION =
            new ConfigKey<>(
                    "models[].engine.precision",
                    ValueType.oneOf(Precision.class, Precision::id),
                    EngineOptions.DEFAULT.precision().id(),
                    "How weights are kept.");

    static final ConfigKey<Device> ENGINE_DEVICE =
            new ConfigKey<>(
                    "models[].engine.device",
                    ValueType.oneOf(Device.class).remarking("this version uses no GPU"),
                    "auto",
                    "Where the model runs; `auto` is the CPU in this version.");

    static final List<ConfigKey<?>> ALL =
            List.of(
                    SERVER_HOST,
                    SERVER_PORT,
                    SERVER_MAX_BODY,
                    SERVER_DRAIN_TIMEOUT,
                    SERVER_ALLOW_OPEN_NETWORK,
                    ADMISSION_MODE,
                    MEMORY_BUDGET,
                    MODEL_ID,
                    MODEL_SOURCE,
                    MODEL_ALIASES,
                    MODEL_LOAD,
                    MODEL_PINNED,
                    MODEL_REFRESH,
                    MODEL_REGION,
                    PRICE_PROMPT,
                    PRICE_COMPLETION,
                    PRICE_CURRENCY,
                    ENGINE_SLOTS,
                    ENGINE_MAX_LENGTH,
                    ENGINE_QUEUE_LENGTH,
                    ENGINE_QUEUE_DEADLINE,
                    ENGINE_PREFILL_CHUNK,
                    ENGINE_THREADS,
                    ENGINE_PRECISION,
                    ENGINE_DEVICE);

    /// Keys and sections that later versions will have, as the design names them.
    static final List<String> PLANNED =
            List.of(
                    "models[].deployments",
                    "admission",
                    "limits",
                    "prices",
                    "cache",
                    "routing",
                    "storage",
                    "telemetry");

    private ConfigKeys() {}
}
