package dev.passerelle.gateway.bench;

import dev.passerelle.gateway.Gateway;
import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.gateway.config.ServerConfig;
import dev.passerelle.registry.Digest;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.SnapshotFile;
import dev.passerelle.registry.hub.HubSettings;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import dev.passerelle.runtime.ModelFacts.Task;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// How long the catalogue of 1,000 models takes to answer, over HTTP on loopback.
public final class CatalogueBench {
    private static final int MODELS = 1_000;
    private static final int WARM_UP = 200;
    private static final int MEASURED = 500;
    private static final List<String> QUERIES =
            List.of(
                    "",
                    "?search=bench+500",
                    "?task=text-generation&language=fr&sort=-parameters",
                    "?per_page=1000",
                    "/org/model-500");
    private static final String CARD =
            """
            ---
            license: apache-2.0
            language: [en, fr, de]
            base_model: org/base-NUMBER
            tags: [bench, chat, safetensors]
            ---
            # Model NUMBER

            The model number NUMBER of the bench, which is described in a paragraph as long as those that people write at the beginning of their cards.

            | benchmark | score |
            |---|--:|
            """;

    private CatalogueBench() {}

    /// @param args none
    public static void main(String[] args) throws IOException, InterruptedException {
        Path cards = Files.createTempDirectory("catalogue-bench");
        List<ServedModel> models = new ArrayList<>();
        for (int i = 0; i < MODELS; i++) {
            models.add(model(i, card(cards, i)));
        }
        ServerConfig config = new ServerConfig("127.0.0.1", 0, 1 << 20, Duration.ZERO, false);
        try (Gateway gateway = Gateway.start(config, models, URI.create(HubSettings.PUBLIC_HUB));
                HttpClient client = HttpClient.newHttpClient()) {
            String address = "http://127.0.0.1:%d/api/catalogue".formatted(gateway.port());
            time(
                    client,
                    address.replace("/api/catalogue", "/health/live")); // the client's own start
            long cold = time(client, address);
            System.out.printf("first answer: %.1f ms%n", cold / 1e6);
            for (String query : QUERIES) {
                measure(client, address + query);
            }
        }
    }

    private static void measure(HttpClient client, String address)
            throws IOException, InterruptedException {
        long[] nanos = new long[MEASURED];
        for (int i = -WARM_UP; i < MEASURED; i++) {
            long taken = time(client, address);
            if (i >= 0) {
                nanos[i] = taken;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%-95s median %.2f ms, 99 %% %.2f ms%n",
                address, nanos[MEASURED / 2] / 1e6, nanos[MEASURED * 99 / 100] / 1e6);
    }

    private static long time(HttpClient client, String address)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<byte[]> answer =
                client.send(
                        HttpRequest.newBuilder(URI.create(address)).build(),
                        BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(address + ": " + answer.statusCode());
        }
        return System.nanoTime() - start;
    }

    private static Path card(Path cards, int number) throws IOException {
        Path directory = Files.createDirectory(cards.resolve("model-" + number));
        String rows =
                "| a benchmark of some name | 12.3 |\n".repeat(50)
                        + "\nText of the card. ".repeat(200);
        Files.writeString(
                directory.resolve("README.md"),
                CARD.replace("NUMBER", Integer.toString(number)) + rows);
        return directory;
    }

    private static ServedModel model(int number, Path files) {
        ModelSource source = new ModelSource.Hub("org/model-" + number, "main", null);
        ServedModel model =
                new ServedModel(
                        new ModelConfig("org/model-" + number, source, EngineOptions.DEFAULT),
                        Instant.EPOCH);
        List<SnapshotFile> list =
                IntStream.range(0, 12)
                        .mapToObj(i ->
                                new SnapshotFile(
                                        "model-%05d.safetensors".formatted(i),
                                        1_000_000_000,
                                        new Digest(Digest.Algorithm.SHA_256, "ab".repeat(32))))
                        .toList();
        model.known(
                new Snapshot(source, files, files, "0123456789".repeat(4), list, true),
                new ModelFacts(
                        Task.TEXT_GENERATION, "llama", number * 1_000_000L, 8192, "BF16", 0, true),
                new MemoryEstimate(number, 1, 1));
        return model;
    }
}
