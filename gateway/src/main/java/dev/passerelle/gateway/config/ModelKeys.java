package dev.passerelle.gateway.config;

import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.runtime.Device;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.KvPrecision;
import dev.passerelle.runtime.Precision;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Keys of one entry of `models`.
final class ModelKeys {

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
                    "(none: it doesn't run here)",
                    "`bundled:NAME`, `file:PATH` or `hf:org/name@revision:variant`; a relative path"
                            + " starts from the configuration file's directory.");

    static final ConfigKey<List<String>> MODEL_ALIASES =
            new ConfigKey<>(
                    "models[].aliases", ValueType.NAMES, "(none)", "Other names clients may use.");

    static final ConfigKey<String> ADAPTER_ID =
            new ConfigKey<>(
                    "models[].adapters[].id",
                    new ValueType<>(
                            "letters, digits, `.`, `_` and `-`",
                            text -> Optional.of(text).filter(id -> id.matches("[\\w.-]+"))),
                    "(required)",
                    "A LoRA adapter's name; clients use `MODEL:ADAPTER`.");

    static final ConfigKey<String> ADAPTER_SOURCE =
            new ConfigKey<>(
                    "models[].adapters[].source",
                    ValueType.TEXT,
                    "(required)",
                    "Where the adapter is, as PEFT saves it: `file:PATH` or `hf:org/name@revision`.");

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
                    "Where this gateway runs, for the model's deployment here and the catalogue.");

    static final PriceKeys PRICE = PriceKeys.of("models[]");

    static final ConfigKey<Integer> WEIGHT =
            new ConfigKey<>(
                    "models[].weight",
                    ValueType.integer(1, 1_000),
                    "1",
                    "The share of the model that runs here, in proportion to its deployments'.");

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
                    EngineTypes.DEVICE,
                    "auto",
                    "Where the model runs; `auto` is the first GPU that this build and machine can"
                            + " use, else the CPU.");

    static final ConfigKey<Long> ENGINE_PREFIX_CACHE =
            new ConfigKey<>(
                    "models[].engine.prefix-cache",
                    EngineTypes.SIZE_OR_OFF,
                    "256MiB",
                    "Memory for prompts that are kept for others with the same beginning, beside what"
                            + " the slots hold.");

    static final ConfigKey<Boolean> ENGINE_PREFIX_CACHE_PER_PROJECT =
            new ConfigKey<>(
                    "models[].engine.prefix-cache-per-project",
                    ValueType.BOOLEAN,
                    Boolean.toString(EngineOptions.DEFAULT.prefixCaching().perProject()),
                    "Whether a kept prompt serves its own project only, so that nobody learns from a"
                            + " fast first token what others asked.");

    static final ConfigKey<Integer> ENGINE_SPECULATION =
            new ConfigKey<>(
                    "models[].engine.speculation",
                    ValueType.integer(0, 64),
                    Integer.toString(EngineOptions.DEFAULT.speculation().tokens()),
                    "Tokens guessed ahead from the text itself and verified together; 0 guesses"
                            + " none. Rounding may differ in the last bits.");

    static final ConfigKey<Integer> ENGINE_SPECULATION_ROWS =
            new ConfigKey<>(
                    "models[].engine.speculation-rows",
                    ValueType.integer(1, 1_024),
                    Integer.toString(EngineOptions.DEFAULT.speculation().rows()),
                    "Nothing is guessed while more sequences than this run.");

    static final ConfigKey<KvPrecision> ENGINE_KV_PRECISION =
            new ConfigKey<>(
                    "models[].engine.kv-precision",
                    EngineTypes.KV_PRECISION,
                    EngineOptions.DEFAULT.kvPrecision().id(),
                    "How keys and values are kept; `fp16` takes half the memory, and is what a GPU"
                            + " has always.");

    static final Map<Measure, ConfigKey<Long>> LIMITS = LimitKeys.of("models[].limits");

    static final List<ConfigKey<?>> ALL =
            Stream.<ConfigKey<?>>concat(
                            Stream.of(
                                    MODEL_ID,
                                    MODEL_SOURCE,
                                    MODEL_ALIASES,
                                    ADAPTER_ID,
                                    ADAPTER_SOURCE,
                                    MODEL_LOAD,
                                    MODEL_PINNED,
                                    MODEL_REFRESH,
                                    MODEL_REGION,
                                    PRICE.prompt(),
                                    PRICE.completion(),
                                    PRICE.currency(),
                                    ENGINE_SLOTS,
                                    ENGINE_MAX_LENGTH,
                                    ENGINE_QUEUE_LENGTH,
                                    ENGINE_QUEUE_DEADLINE,
                                    ENGINE_PREFILL_CHUNK,
                                    ENGINE_THREADS,
                                    ENGINE_PRECISION,
                                    ENGINE_DEVICE,
                                    ENGINE_PREFIX_CACHE,
                                    ENGINE_PREFIX_CACHE_PER_PROJECT,
                                    ENGINE_SPECULATION,
                                    ENGINE_SPECULATION_ROWS,
                                    ENGINE_KV_PRECISION,
                                    WEIGHT),
                            LimitKeys.inOrder(LIMITS))
                    .toList();

    /// What is of use only for a model that runs here.
    static final List<ConfigKey<?>> LOCAL =
            List.of(
                    MODEL_LOAD,
                    MODEL_PINNED,
                    MODEL_REFRESH,
                    MODEL_REGION,
                    WEIGHT,
                    ENGINE_SLOTS,
                    ENGINE_MAX_LENGTH,
                    ENGINE_QUEUE_LENGTH,
                    ENGINE_QUEUE_DEADLINE,
                    ENGINE_PREFILL_CHUNK,
                    ENGINE_THREADS,
                    ENGINE_PRECISION,
                    ENGINE_DEVICE,
                    ENGINE_PREFIX_CACHE,
                    ENGINE_PREFIX_CACHE_PER_PROJECT,
                    ENGINE_SPECULATION,
                    ENGINE_SPECULATION_ROWS,
                    ENGINE_KV_PRECISION);

    private ModelKeys() {}
}
