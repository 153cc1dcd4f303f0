package dev.passerelle.gateway;

import dev.passerelle.gateway.admin.Desks;
import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.config.ServerConfig;
import dev.passerelle.gateway.http.Door;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.LoadedModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A gateway on a free port, with fakes for models, and a client.
public final class TestingGateway implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    public static final URI HUB = URI.create("https://hub.example/mirror");
    public static final long MAX_BODY = 64 * 1024;
    private static final JsonMapper JSON = JsonMapper.shared();

    /// Silent in tests, which provoke failures; held here because loggers are weakly referenced.
    private static final List<Logger> QUIET =
            List.of(
                    Logger.getLogger("io.helidon"),
                    Logger.getLogger("dev.passerelle.gateway.http.ApiHandler"),
                    Logger.getLogger("dev.passerelle.gateway.http.Bill"));

    static {
        QUIET.forEach(logger -> logger.setLevel(Level.OFF));
    }

    private final Gateway gateway;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestingGateway(Door door, List<ServedModel> models) {
        this(config(), door, models, null);
    }

    private TestingGateway(
            ServerConfig config, Door door, List<ServedModel> models, @Nullable Desks desks) {
        this(
                config,
                door,
                models.stream().map(model -> ModelRoute.of(model.config())).toList(),
                models,
                desks);
    }

    private TestingGateway(
            ServerConfig config,
            Door door,
            List<ModelRoute> routes,
            List<ServedModel> models,
            @Nullable Desks desks) {
        gateway =
                Gateway.start(
                        GatewayConfig.serving(config, routes),
                        models,
                        HUB,
                        door,
                        desks,
                        InstantSource.fixed(NOW));
    }

    /// Plain HTTP on a free port.
    public static ServerConfig config() {
        return new ServerConfig("127.0.0.1", 0, MAX_BODY, Duration.ofSeconds(5), false);
    }

    /// Without models, administrated by those whom a door lets in.
    public static TestingGateway administrated(ServerConfig config, Door door, Desks desks) {
        return new TestingGateway(config, door, List.of(), desks);
    }

    /// Serves a generator as `chat` and an embedder as `embed`.
    public static TestingGateway with(FakeGenerator generator) {
        return of(ready("chat", generator), ready("embed", new FakeEmbedder()));
    }

    public static TestingGateway of(ServedModel... models) {
        return behind(Door.open(), models);
    }

    public static TestingGateway of(List<ServedModel> models) {
        return new TestingGateway(Door.open(), models);
    }

    /// Serves models to those whom a door lets in.
    public static TestingGateway behind(Door door, ServedModel... models) {
        return new TestingGateway(door, new ArrayList<>(List.of(models)));
    }

    /// Serves models here and elsewhere.
    public static TestingGateway routing(List<ModelRoute> routes, ServedModel... models) {
        return new TestingGateway(config(), Door.open(), routes, List.of(models), null);
    }

    public static ServedModel ready(String id, LoadedModel model) {
        ServedModel served = loading(id);
        served.ready(model);
        return served;
    }

    public static ServedModel loading(String id) {
        ModelConfig config =
                new ModelConfig(id, new ModelSource.Bundled(id), EngineOptions.DEFAULT);
        return new ServedModel(config, Instant.ofEpochSecond(1_700_000_000));
    }

    public Gateway gateway() {
        return gateway;
    }

    public int port() {
        return gateway.port();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url(path))).build());
    }

    public HttpResponse<String> post(String path, String body) {
        return send(
                HttpRequest.newBuilder(URI.create(url(path)))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    /// Sends a key with it.
    public HttpResponse<String> post(String path, String key, String body) {
        return send(
                HttpRequest.newBuilder(URI.create(url(path)))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + key)
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    /// Sends a key with it.
    public HttpResponse<String> get(String path, String key) {
        return send(
                HttpRequest.newBuilder(URI.create(url(path)))
                        .header("Authorization", "Bearer " + key)
                        .build());
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer to " + request, e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    public static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    /// The data of each server-sent event.
    public static List<String> events(HttpResponse<String> response) {
        return response.body()
                .lines()
                .filter(line -> !line.isEmpty())
                .map(line -> {
                    if (!line.startsWith("data: ")) {
                        throw new AssertionError("not an event: " + line);
                    }
                    return line.substring("data: ".length());
                })
                .toList();
    }

    public static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    @Override
    public void close() {
        client.shutdownNow();
        gateway.close();
    }
}
