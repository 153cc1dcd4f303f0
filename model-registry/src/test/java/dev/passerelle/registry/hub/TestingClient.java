package dev.passerelle.registry.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A client of a fake hub that doesn't wait: pauses are recorded and take no time.
final class TestingClient implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final HubClient client;

    TestingClient(URI endpoint, @Nullable String token) {
        this(settings(endpoint, token, Duration.ofSeconds(5)), AddressResolver.SYSTEM);
    }

    TestingClient(HubSettings settings, AddressResolver resolver) {
        this(settings, resolver, InstantSource.fixed(NOW));
    }

    TestingClient(HubSettings settings, AddressResolver resolver, InstantSource clock) {
        this.client =
                new HubClient(
                        settings,
                        resolver,
                        new Patience(RetryPolicy.DEFAULT, clock, new Random(1), pauses::add));
    }

    static HubSettings settings(URI endpoint, @Nullable String token, Duration stallTimeout) {
        return new HubSettings(
                HubSettings.from(Map.of(), Path.of("/")).at(endpoint).endpoint(),
                token,
                Path.of("/nowhere"),
                false,
                Duration.ofSeconds(5),
                stallTimeout,
                Proxies.NONE);
    }

    HubClient client() {
        return client;
    }

    /// Pauses it would have made.
    List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
