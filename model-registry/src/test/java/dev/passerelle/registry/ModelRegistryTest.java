package dev.passerelle.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.registry.sync.ModelBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRegistryTest {

    @TempDir Path directory;
    private ModelRegistry registry;

    @BeforeEach
    void twoRootsOfWhichTheFirstHoldsOnlyPapersOfTheSecondModel() throws IOException {
        write("source/Chat-Model/weights.gguf");
        write("source/embed-model/PROVENANCE.md");
        write("target/embed-model/model.onnx");
        registry = registry(directory.resolve("source"), directory.resolve("target"));
    }

    @Test
    void findsABundledModelInAnyCase() {
        Snapshot snapshot = registry.resolve(new ModelSource.Bundled("chat-model"));

        assertThat(snapshot.checkpoint()).isEqualTo(directory.resolve("source/Chat-Model"));
        assertThat(snapshot.source()).hasToString("bundled:Chat-Model");
        assertThat(snapshot.revision()).isEqualTo(Snapshot.UNVERSIONED);
    }

    @Test
    void takesTheDirectoryThatHoldsTheWeights() {
        assertThat(registry.resolve(new ModelSource.Bundled("embed-model")).checkpoint())
                .isEqualTo(directory.resolve("target/embed-model"));
    }

    @Test
    void comparesABundledModelWithItsChecksumsOnce() throws Exception {
        Files.writeString(
                directory.resolve("source/Chat-Model/SHA256SUMS"),
                Digest.Algorithm.SHA_256
                                .of(directory.resolve("source/Chat-Model/weights.gguf"))
                                .hex()
                        + "  weights.gguf\n");
        registry = registry(directory.resolve("source"));
        ModelSource chat = new ModelSource.Bundled("chat-model");

        assertThat(registry.resolve(chat).verified()).isFalse();
        assertThat(registry.pull(chat, PullListener.SILENT).verified()).isTrue();
        assertThat(registry.resolve(chat).verified()).isTrue();
    }

    @Test
    void refusesADamagedBundledModel() throws Exception {
        Files.writeString(
                directory.resolve("source/Chat-Model/SHA256SUMS"),
                "0".repeat(64) + "  weights.gguf\n");
        registry = registry(directory.resolve("source"));

        assertThatThrownBy(() ->
                        registry.pull(new ModelSource.Bundled("chat-model"), PullListener.SILENT))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("bundled:chat-model is damaged: [weights.gguf: is sha256:");
    }

    @Test
    void listsModelsById() {
        assertThat(registry.bundled().all())
                .extracting(model -> model.source().defaultId())
                .containsExactly("chat-model", "embed-model");
    }

    @Test
    void namesTheBundledModelsWhenAskedForAnother() {
        assertThatThrownBy(() -> registry.resolve(new ModelSource.Bundled("other")))
                .hasMessage(
                        "bundled:other: no such bundled model; there are chat-model, embed-model");
    }

    @Test
    void saysHowToStartWhenThereAreNoRoots() {
        assertThatThrownBy(() -> registry().resolve(new ModelSource.Bundled("other")))
                .hasMessageContaining("./passerelle")
                .hasMessageContaining("passerelle.bundled");
    }

    @Test
    void takesAGgufFileOrADirectory() {
        Path weights = directory.resolve("source/Chat-Model/weights.gguf");

        assertThat(registry.resolve(new ModelSource.Local(weights)).checkpoint())
                .isEqualTo(weights);
        assertThatThrownBy(
                        () -> registry.resolve(new ModelSource.Local(directory.resolve("missing"))))
                .hasMessageContaining("missing: there is no such file or directory");
        assertThatThrownBy(() ->
                        registry.resolve(
                                new ModelSource.Local(
                                        directory.resolve("target/embed-model/model.onnx"))))
                .hasMessageContaining(".gguf file");
    }

    @Test
    void refusesHubSources() {
        assertThatThrownBy(() -> registry.resolve(new ModelSource.Hub("a/b", null, null)))
                .hasMessage("hf:a/b: this registry has no hub; use file: or bundled:");
    }

    @Test
    void refusesAGraphWhoseTensorsAreMissingOrElsewhere() throws IOException {
        Path model = Files.createDirectories(directory.resolve("own"));
        Files.write(model.resolve("model.onnx"), ModelBytes.onnx("w.data", 10, 5));
        ModelSource own = new ModelSource.Local(model);

        assertThatThrownBy(() -> registry.find(own))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("w.data");
        Files.write(model.resolve("w.data"), new byte[14]);
        assertThatThrownBy(() -> registry.find(own)).hasMessageContaining("shorter");
        Files.write(model.resolve("w.data"), new byte[15]);
        assertThat(registry.find(own)).isPresent();
        Files.move(model.resolve("w.data"), directory.resolve("outside"));
        Files.createSymbolicLink(model.resolve("w.data"), directory.resolve("outside"));
        assertThatThrownBy(() -> registry.find(own)).hasMessageContaining("link out of");
    }

    private static ModelRegistry registry(Path... roots) {
        return new ModelRegistry(new BundledModels(List.of(roots)));
    }

    private void write(String file) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "content");
    }
}
