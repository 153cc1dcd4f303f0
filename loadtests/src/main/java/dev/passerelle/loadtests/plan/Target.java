package dev.passerelle.loadtests.plan;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The server under test.
///
/// @param url where the API's paths begin, `/v1` included
/// @param keys API keys, used in turn by conversation; empty for none. Never printed.
/// @param headers sent with each request
/// @param keepAlive whether connections are used again
/// @param connectTimeout the longest a connection may take
/// @param timeout the longest a request may take, from its intended start
/// @param metrics the server's Prometheus metrics; null where none are read
/// @param metricsEvery how often they are read
public record Target(
        URI url,
        List<String> keys,
        Map<String, String> headers,
        boolean keepAlive,
        Duration connectTimeout,
        Duration timeout,
        @Nullable URI metrics,
        Duration metricsEvery) {
    public Target {
        keys = List.copyOf(keys);
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "Target[" + url + ", " + keys.size() + " keys]";
    }
}
