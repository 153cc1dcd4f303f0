package dev.passerelle.registry.sync;

import static dev.passerelle.registry.sync.ModelBytes.gguf;
import static dev.passerelle.registry.sync.ModelBytes.safetensors;
import static dev.passerelle.registry.sync.ModelBytes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.registry.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RefusedPullTest extends SyncFixture {

    @Test
    void saysHowMuchDiskIsMissing() {
        registry = registry(false, 1_000_000);
        put();

        assertThatThrownBy(() -> pull("hf:org/model"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not enough disk")
                .hasMessageContaining("HF_HUB_CACHE");
        assertThat(repository().resolve("blobs")).doesNotExist();
    }

    @Test
    void refusesARepositoryOfPickles() {
        files.remove("model.safetensors");
        put();

        assertThatThrownBy(() -> pull("hf:org/model"))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageStartingWith("hf:org/model: ")
                .hasMessageContaining("pickles");
        assertThat(hub.takeDownloaded()).isEmpty();
    }

    @Test
    void refusesWhatNeedsCodeUnlessAVariantDoesNot() throws Exception {
        files.put("config.json", text("{\"auto_map\":{\"AutoModel\":\"modeling.M\"}}"));
        files.put("model-Q8_0.gguf", gguf(3000, 8));
        put();

        assertThatThrownBy(() -> pull("hf:org/model"))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("auto_map");
        assertThat(hub.takeDownloaded()).containsExactly("config.json");
        assertThat(pull("hf:org/model:Q8_0").verified()).isTrue();
    }

    @Test
    void takesWhatNamesCodeThatTheRuntimeNeedsNot() throws Exception {
        files.put(
                "config.json",
                text("{\"model_type\":\"phi3\",\"auto_map\":{\"AutoModel\":\"modeling.M\"}}"));
        put();

        assertThat(paths(pull("hf:org/model"))).doesNotContain("modeling.py");
    }

    @Test
    void refusesTruncatedWeightsBeforePublishing() {
        byte[] whole = safetensors(5000, 1);
        files.put("model.safetensors", java.util.Arrays.copyOf(whole, 4000));
        put();

        assertThatThrownBy(() -> pull("hf:org/model"))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("model.safetensors");
        assertThat(repository().resolve("snapshots")).doesNotExist();
    }

    @Test
    void refusesUnsafeNamesBeforeAnyDownload() {
        files.put("../../evil", text("x"));
        put();

        assertThatThrownBy(() -> pull("hf:org/model"))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("../../evil");
        assertThat(hub.takeDownloaded()).isEmpty();
    }

    @Test
    void refusesASnapshotWhoseLinksLeaveTheRepository() throws Exception {
        put();
        Snapshot snapshot = pull("hf:org/model");
        Path secret = Files.writeString(directory.resolve("secret.json"), "{}");
        Path link = snapshot.directory().resolve("config.json");
        Files.delete(link);
        Files.createSymbolicLink(link, secret);

        assertThatThrownBy(() -> registry.find(source("hf:org/model")))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining("leads out");
        assertThat(registry.cached()).isEmpty();
        assertThat(pull("hf:org/model").verified()).isTrue();
    }

    @Test
    void refusesAnotherCommitThanTheOneThatWasAskedFor() {
        String other = put();
        String asked = "a".repeat(40);
        hub.move(NAME, asked, other);

        assertThatThrownBy(() -> pull("hf:org/model@" + asked))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining(other);
        assertThat(repository()).doesNotExist();
    }
}
