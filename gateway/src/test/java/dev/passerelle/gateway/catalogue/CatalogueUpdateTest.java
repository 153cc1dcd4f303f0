package dev.passerelle.gateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.TestingGateway;
import dev.passerelle.gateway.backend.ModelState;
import dev.passerelle.gateway.backend.ModelStatus;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.routing.RoutedModel;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.SnapshotFile;
import dev.passerelle.runtime.EngineOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What of a model's entry changes while it is watched, and what is kept.
class CatalogueUpdateTest {
    private static final ModelSource SOURCE = new ModelSource.Hub("org/name", null, null);
    private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

    private ModelStatus status = status(new ModelState.Idle(), null, null);
    private final Catalogue catalogue =
            new Catalogue(
                    () ->
                            List.of(
                                    new RoutedModel(
                                            ModelRoute.of(status.config()), List.of(), SINCE)),
                    () -> List.of(status),
                    TestingGateway.HUB);

    @Test
    void showsADownload() {
        status = status(new ModelState.Downloading(5, 9), null, null);
        assertThat(entry().get("state"))
                .isEqualTo(json("{\"phase\":\"downloading\",\"bytes\":5,\"total\":9}"));
        status = status(new ModelState.Downloading(5, 0), null, null);
        assertThat(entry().get("state")).isEqualTo(json("{\"phase\":\"downloading\",\"bytes\":5}"));
    }

    @Test
    void showsANewerRevisionOnItsWay() {
        status =
                status(
                        new ModelState.Idle(),
                        null,
                        new ModelStatus.Update("abc", new ModelState.Failed("no room"), SINCE));
        assertThat(entry().get("update"))
                .isEqualTo(
                        json(
                                """
                                {"phase":"failed","reason":"no room","commit":"abc","since":"2026-01-02T03:04:05Z"}\
                                """));
    }

    @Test
    void readsACardOnceASnapshot(@TempDir Path directory) throws IOException {
        Path card = directory.resolve("README.md");
        Files.writeString(card, "---\nlicense: mit\n---\n");
        status = status(new ModelState.Idle(), read("one", directory), null);
        assertThat(entry().get("licence").stringValue()).isEqualTo("mit");
        Files.writeString(card, "---\nlicense: apache-2.0\n---\n");
        status = status(new ModelState.Loading(), read("one", directory), null);
        assertThat(entry().get("licence").stringValue()).isEqualTo("mit");
        status = status(new ModelState.Loading(), read("two", directory), null);
        assertThat(entry().get("licence").stringValue()).isEqualTo("apache-2.0");
        assertThat(entry().get("commit").stringValue()).isEqualTo("two");
    }

    @Test
    void takesAnUnreadableCardForNone(@TempDir Path directory) throws IOException {
        Files.createDirectory(directory.resolve("README.md"));
        status = status(new ModelState.Idle(), read("one", directory), null);
        assertThat(entry().has("licence")).isFalse();
        assertThat(JsonMapper.shared().readTree(catalogue.one("id", _ -> true)).has("card"))
                .isFalse();
    }

    @Test
    void readsNoFileForAnAnswer(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("README.md"), "---\nlicense: mit\n---\n");
        status = status(new ModelState.Idle(), snapshot("one", directory), null);
        assertThat(entry().has("licence")).isFalse();
    }

    private Snapshot read(String revision, Path directory) {
        Snapshot snapshot = snapshot(revision, directory);
        catalogue.describe("id", snapshot);
        return snapshot;
    }

    private JsonNode entry() {
        return JsonMapper.shared()
                .readTree(catalogue.list(CatalogueQuery.of(Map.of()), _ -> true))
                .at("/data/0");
    }

    private static Snapshot snapshot(String revision, Path directory) {
        return new Snapshot(
                SOURCE,
                directory,
                directory,
                revision,
                List.of(new SnapshotFile("config.json", 1, null)),
                true);
    }

    private static ModelStatus status(
            ModelState state, @Nullable Snapshot snapshot, ModelStatus.@Nullable Update update) {
        return new ModelStatus(
                new ModelConfig("id", SOURCE, EngineOptions.DEFAULT),
                state,
                SINCE,
                snapshot,
                null,
                null,
                EngineOptions.DEFAULT,
                update);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
