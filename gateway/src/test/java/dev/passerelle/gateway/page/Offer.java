package dev.passerelle.gateway.page;

import dev.passerelle.gateway.FakeEmbedder;
import dev.passerelle.gateway.FakeGenerator;
import dev.passerelle.gateway.TestingGateway;
import dev.passerelle.gateway.backend.ModelStates;
import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.gateway.config.Price;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.registry.Digest;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.SnapshotFile;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import dev.passerelle.runtime.ModelFacts.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Models in every state that the page can show, served by a gateway: a chat and an embedding model
/// that answer, one that is being downloaded, one that failed, one whose update failed, and two
/// that load on first use.
final class Offer implements AutoCloseable {
    static final String COMMIT = "12fd25f77366fa6b3b4b768ec3050bf629380bac";
    static final String DAMAGE =
            "model.gguf: sha256 is 9be1c04a, the hub says 3f9c77d1; the file was deleted. Run `passerelle models pull`.";
    static final long GIGABYTE = 1_000_000_000;

    final FakeGenerator generator;
    final ServedModel arriving;
    final TestingGateway gateway;

    /// @param folder where the models' cards are laid down
    Offer(FakeGenerator generator, Path folder) {
        this.generator = generator;
        ServedModel chat = model("smollm2-135m-instruct", "fr-par", ModelConfig.Load.START);
        chat.ready(generator);
        know(chat, folder, Task.TEXT_GENERATION, "Q4_1", "card.md");
        ServedModel embed = model("bge-small-en-v1.5", "nl-ams", ModelConfig.Load.START);
        embed.ready(new FakeEmbedder());
        know(embed, folder, Task.EMBEDDING, "INT8", null);
        ModelStates.updateFailed(
                embed, "ab10c1a7f42c", "the connection closed four times", Instant.EPOCH);
        arriving = model("mistral-small-3.2-24b-instruct-2506", "fr-par", ModelConfig.Load.START);
        downloaded(4 * GIGABYTE);
        ServedModel broken = model("qwen2.5-coder-7b-instruct", "de-fra", ModelConfig.Load.START);
        broken.failed(DAMAGE);
        ServedModel idle = model("croissant-llm-chat", "fr-gra", ModelConfig.Load.FIRST_USE);
        know(idle, folder, Task.TEXT_GENERATION, "Q8_0", null);
        ServedModel longName =
                model(
                        "teuken-7b-instruct-commercial-v0.4-with-a-remarkably-long-name",
                        "de-fra",
                        ModelConfig.Load.FIRST_USE);
        know(longName, folder, Task.TEXT_GENERATION, "BF16", null);
        gateway = TestingGateway.of(chat, embed, arriving, broken, idle, longName);
    }

    /// The model that is being downloaded has so many bytes of ten gigabytes.
    void downloaded(long bytes) {
        ModelStates.downloading(arriving, bytes, 10 * GIGABYTE);
    }

    @Override
    public void close() {
        gateway.close();
    }

    private static ServedModel model(String id, String region, ModelConfig.Load load) {
        Price price = new Price(new BigDecimal("0.10"), new BigDecimal("0.20"), "EUR");
        ModelConfig config =
                new ModelConfig(
                        id,
                        List.of(),
                        new ModelSource.Hub("org/" + id, null, null),
                        EngineOptions.DEFAULT,
                        false,
                        load,
                        false,
                        null,
                        region,
                        price,
                        Limits.NONE);
        return new ServedModel(config, Instant.ofEpochSecond(1_767_323_045));
    }

    private static void know(
            ServedModel model, Path folder, Task task, String format, @Nullable String card) {
        Path directory = folder.resolve(model.id());
        layDown(card, directory);
        Digest digest = new Digest(Digest.Algorithm.GIT_BLOB_SHA_1, COMMIT);
        List<SnapshotFile> files =
                List.of(
                        new SnapshotFile("README.md", 2048, digest),
                        new SnapshotFile("config.json", 861, digest));
        boolean embeds = task == Task.EMBEDDING;
        model.known(
                new Snapshot(model.config().source(), directory, directory, COMMIT, files, true),
                new ModelFacts(
                        task,
                        embeds ? "bert" : "llama",
                        134_515_008,
                        8192,
                        format,
                        embeds ? 3 : 0,
                        !embeds),
                new MemoryEstimate(300_000_000, 100_000_000, 56_789_012));
    }

    private static void layDown(@Nullable String card, Path directory) {
        try {
            Files.createDirectories(directory);
            if (card != null) {
                try (InputStream in = Offer.class.getResourceAsStream(card)) {
                    Files.copy(Objects.requireNonNull(in), directory.resolve("README.md"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
