package dev.passerelle.loadtests.plan.reading;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keys of the server under test.
final class TargetKeys {
    /// Holds the API key where the scenario names none.
    static final String KEY_VARIABLE = "PASSERELLE_KEY";

    static final Key<URI> URL =
            new Key<>(
                    "target.url",
                    Addresses.API,
                    "http://127.0.0.1:8080/v1",
                    "Where its OpenAI API begins; `/chat/completions` and so on are put after it.");

    static final Key<List<String>> KEYS =
            new Key<>(
                    "target.keys",
                    Headers.KEYS,
                    "(`${" + KEY_VARIABLE + "}`, if there is one)",
                    "API keys, sent as bearer tokens, in turn by conversation.");

    static final Key<String> KEY_FILE =
            new Key<>(
                    "target.key-file",
                    ValueType.FILE,
                    "(none)",
                    "File of API keys, one a line, instead of `target.keys`.");

    static final Key<Map<String, String>> HEADERS =
            new Key<>("target.headers", Headers.TYPE, "(none)", "Sent with each request.");

    static final Key<Boolean> KEEP_ALIVE =
            new Key<>(
                    "target.keep-alive",
                    ValueType.BOOLEAN,
                    "true",
                    "Whether connections are used again.");

    static final Key<Duration> CONNECT_TIMEOUT =
            new Key<>(
                    "target.connect-timeout",
                    Quantities.TIME,
                    "10s",
                    "The longest that opening a connection may take.");

    static final Key<Duration> TIMEOUT =
            new Key<>(
                    "target.timeout",
                    Quantities.TIME,
                    "120s",
                    "The longest that a request may take, from its intended start.");

    static final Key<Optional<URI>> METRICS =
            new Key<>(
                    "target.metrics",
                    Addresses.METRICS,
                    "(`/metrics` at the host of `target.url`)",
                    "The server's Prometheus metrics.");

    static final Key<Duration> METRICS_EVERY =
            new Key<>("target.metrics-every", Quantities.TIME, "1s", "How often they are read.");

    static final List<Key<?>> ALL =
            List.of(
                    URL,
                    KEYS,
                    KEY_FILE,
                    HEADERS,
                    KEEP_ALIVE,
                    CONNECT_TIMEOUT,
                    TIMEOUT,
                    METRICS,
                    METRICS_EVERY);

    private TargetKeys() {}
}
