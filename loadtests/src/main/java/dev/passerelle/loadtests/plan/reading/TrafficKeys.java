package dev.passerelle.loadtests.plan.reading;

import dev.passerelle.loadtests.distribution.Distribution;
import dev.passerelle.loadtests.plan.Endpoint;
import dev.passerelle.loadtests.plan.Traffic.IgnoreEos;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Keys of one entry of `traffic`.
final class TrafficKeys {
    static final Key<String> NAME =
            new Key<>(
                    "traffic[].name",
                    ValueType.TEXT,
                    "(the endpoint, with a number where that is not unique)",
                    "Name in reports, unique in the scenario.");

    static final Key<Double> WEIGHT =
            new Key<>(
                    "traffic[].weight",
                    Quantities.number("N", "0.001", "1000000"),
                    "1",
                    "Its share of conversations, relative to the other entries'.");

    static final Key<Endpoint> ENDPOINT =
            new Key<>(
                    "traffic[].endpoint",
                    ValueType.oneOf("ENDPOINT", Endpoint.class, Endpoint::id),
                    "chat",
                    "What of the API is called.");

    static final Key<String> MODEL =
            new Key<>(
                    "traffic[].model",
                    ValueType.TEXT,
                    "(the only one that `GET /v1/models` lists)",
                    "The model asked.");

    static final Key<Boolean> STREAM =
            new Key<>(
                    "traffic[].stream",
                    ValueType.BOOLEAN,
                    "(`true`; embeddings never are)",
                    "Whether answers are streamed.");

    static final Key<Distribution> PROMPT =
            new Key<>(
                    "traffic[].prompt-tokens",
                    Randoms.TOKENS,
                    "128",
                    "Tokens of what a user's turn says, the shared prefix included.");

    static final Key<Distribution> OUTPUT =
            new Key<>(
                    "traffic[].output-tokens",
                    Randoms.TOKENS,
                    "64",
                    "Tokens asked for; not used for embeddings.");

    static final Key<IgnoreEos> IGNORE_EOS =
            new Key<>(
                    "traffic[].ignore-eos",
                    ValueType.oneOf(
                            "WHEN", IgnoreEos.class, mode -> mode.name().toLowerCase(Locale.ROOT)),
                    "auto",
                    "Whether answers are made as long as asked for; `auto`: where the server can.");

    static final Key<Double> PREFIX_SHARE =
            new Key<>(
                    "traffic[].prefix.share",
                    Quantities.SHARE,
                    "1",
                    "Of conversations that begin with a shared prefix.");

    static final Key<Integer> PREFIX_TOKENS =
            new Key<>(
                    "traffic[].prefix.tokens",
                    ValueType.integer(0, 1_000_000),
                    "0",
                    "How long a shared prefix is.");

    static final Key<Integer> PREFIX_VARIETY =
            new Key<>(
                    "traffic[].prefix.variety",
                    ValueType.integer(1, 100_000),
                    "1",
                    "How many different prefixes there are.");

    static final Key<Distribution> TURNS =
            new Key<>(
                    "traffic[].turns.count",
                    Randoms.TURNS,
                    "1",
                    "Turns of a conversation; each sends all before it along.");

    static final Key<Distribution> PAUSE =
            new Key<>(
                    "traffic[].turns.pause",
                    Randoms.WAIT,
                    "0s",
                    "From an answer to the next turn.");

    static final Key<Map<String, Object>> EXTRA =
            new Key<>(
                    "traffic[].extra",
                    Extras.TYPE,
                    "{}",
                    "More fields of the request's body, as they are.");

    static final List<Key<?>> ALL =
            List.of(
                    NAME,
                    WEIGHT,
                    ENDPOINT,
                    MODEL,
                    STREAM,
                    PROMPT,
                    OUTPUT,
                    IGNORE_EOS,
                    PREFIX_SHARE,
                    PREFIX_TOKENS,
                    PREFIX_VARIETY,
                    TURNS,
                    PAUSE,
                    EXTRA);

    private TrafficKeys() {}
}
