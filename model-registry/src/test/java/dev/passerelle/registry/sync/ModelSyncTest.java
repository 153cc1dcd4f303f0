package dev.passerelle.registry.sync;

import static dev.passerelle.registry.sync.ModelBytes.gguf;
import static dev.passerelle.registry.sync.ModelBytes.onnx;
import static dev.passerelle.registry.sync.ModelBytes.random;
import static dev.passerelle.registry.sync.ModelBytes.safetensors;
import static dev.passerelle.registry.sync.ModelBytes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.registry.BundledModels;
import dev.passerelle.registry.Damage;
import dev.passerelle.registry.Digest;
import dev.passerelle.registry.ModelRegistry;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.SnapshotFile;
import dev.passerelle.registry.hub.HubException;
import dev.passerelle.registry.store.HubCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSyncTest {

    private static final String NAME = "org/model";

    @TempDir Path directory;
    private final MemoryHub hub = new MemoryHub();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private ModelRegistry registry;
    private Path cache;

    @BeforeEach
    void aPlainModel() {
        cache = directory.resolve("hub");
        registry = registry(false, Long.MAX_VALUE);
        files.put("config.json", text("{\"model_type\":\"llama\"}"));
        files.put("tokenizer.json", text("{}"));
        files.put("README.md", text("# card"));
        files.put("model.safetensors", safetensors(5000, 1));
        files.put("pytorch_model.bin", random(5000, 2));
        files.put("modeling.py", text("import os"));
    }

    @Test
    void pullsWhatIsDataAndPublishesIt() throws Exception {
        String commit = put();

        Snapshot snapshot = pull("hf:org/model");

        assertThat(paths(snapshot))
                .containsExactly("README.md", "config.json", "model.safetensors", "tokenizer.json");
        assertThat(snapshot.verified()).isTrue();
        assertThat(snapshot.revision()).isEqualTo(commit);
        assertThat(snapshot.checkpoint()).isEqualTo(snapshot.directory());
        assertThat(snapshot.source()).hasToString("hf:org/model");
        assertThat(repository().resolve("refs/main")).hasContent(commit);
        assertThat(Files.readSymbolicLink(snapshot.directory().resolve("config.json")).toString())
                .startsWith("../../blobs/");
        assertThat(registry.find(source("hf:org/model"))).contains(snapshot);
        assertThat(registry.cached()).containsExactly(snapshot);
        assertThat(registry.verify(snapshot)).isEmpty();
    }

    @Test
    void downloadsNothingTwice() throws Exception {
        put();
        pull("hf:org/model");
        hub.takeDownloaded();

        pull("hf:org/model");

        assertThat(hub.takeDownloaded()).isEmpty();
    }

    @Test
    void doesNotAskTheHubForACompleteCommit() throws Exception {
        String commit = put();
        pull("hf:org/model@" + commit);
        long asked = hub.listed.get();

        pull("hf:org/model@" + commit);

        assertThat(hub.listed).hasValue(asked);
        assertThat(repository().resolve("refs")).doesNotExist();
    }

    @Test
    void findsNothingBeforeAPullAndSaysHowToPull() {
        assertThat(registry.find(source("hf:org/model"))).isEmpty();
        assertThatThrownBy(() -> registry.resolve(source("hf:org/model:Q4_0")))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("./passerelle models pull hf:org/model:Q4_0");
    }

    @Test
    void resumesWhatBrokeOffAndPublishesNothingBefore() throws Exception {
        put();
        hub.breakAfter("model.safetensors", 2000);

        assertThatThrownBy(() -> pull("hf:org/model")).isInstanceOf(HubException.class);
        assertThat(repository().resolve("snapshots")).doesNotExist();
        assertThat(repository().resolve("refs")).doesNotExist();
        long before = hub.sent.get();
        Snapshot snapshot = pull("hf:org/model");

        assertThat(snapshot.verified()).isTrue();
        long all = snapshot.size();
        assertThat(hub.sent).hasValue(all);
        assertThat(before).isGreaterThanOrEqualTo(2000).isLessThan(all);
    }

    @Test
    void startsAgainWhenWhatAnEarlierDownloadLeftIsWrong() throws Exception {
        put();
        hub.breakAfter("model.safetensors", 2000);
        assertThatThrownBy(() -> pull("hf:org/model")).isInstanceOf(HubException.class);
        Path partial = partials().getFirst();
        Files.write(partial, random(2000, 9));

        assertThat(pull("hf:org/model").verified()).isTrue();
        assertThat(partials()).isEmpty();
    }

    @Test
    void hashesWhatOthersDownloadedAndReplacesWhatIsDamaged() throws Exception {
        put();
        Snapshot snapshot = pull("hf:org/model");
        Path weights = snapshot.directory().resolve("model.safetensors").toRealPath();
        byte[] damaged = Files.readAllBytes(weights);
        damaged[200] ^= 1;
        Files.write(weights, damaged);
        hub.takeDownloaded();

        assertThat(registry.find(source("hf:org/model")).orElseThrow().verified()).isFalse();
        assertThat(registry.verify(snapshot))
                .extracting(Damage::file)
                .containsExactly("model.safetensors");
        assertThat(pull("hf:org/model").verified()).isTrue();
        assertThat(hub.takeDownloaded()).containsExactly("model.safetensors");
        assertThat(registry.verify(snapshot)).isEmpty();
    }

    @Test
    void keepsTheOldCommitBesideTheNew() throws Exception {
        String old = put();
        pull("hf:org/model");
        files.put("model.safetensors", safetensors(5000, 3));
        String current = put();
        hub.takeDownloaded();

        Snapshot snapshot = pull("hf:org/model");

        assertThat(snapshot.revision()).isEqualTo(current);
        assertThat(hub.takeDownloaded()).containsExactly("model.safetensors");
        assertThat(registry.find(source("hf:org/model@" + old))).isPresent();
        assertThat(registry.cached())
                .extracting(found -> found.source().toString())
                .containsExactlyInAnyOrder("hf:org/model", "hf:org/model@" + old);
    }

    @Test
    void followsRevisionsWithSlashes() throws Exception {
        hub.put(NAME, "refs/pr/1", files);

        Snapshot snapshot = pull("hf:org/model@refs/pr/1");

        assertThat(repository().resolve("refs/refs/pr/1")).hasContent(snapshot.revision());
        assertThat(registry.cached()).containsExactly(snapshot);
    }

    @Test
    void fetchesTheShardsOfAnIndex() throws Exception {
        files.remove("model.safetensors");
        files.put("model-00001-of-00002.safetensors", safetensors(3000, 4));
        files.put("model-00002-of-00002.safetensors", safetensors(3000, 5));
        files.put(
                "model.safetensors.index.json",
                text(
                        "{\"weight_map\":{\"a\":\"model-00001-of-00002.safetensors\",\"b\":\"model-00002-of-00002.safetensors\"}}"));
        put();

        Snapshot snapshot = pull("hf:org/model");

        assertThat(paths(snapshot))
                .contains(
                        "model-00001-of-00002.safetensors",
                        "model-00002-of-00002.safetensors",
                        "model.safetensors.index.json");
        Files.delete(snapshot.directory().resolve("model-00002-of-00002.safetensors"));
        assertThat(registry.find(source("hf:org/model"))).isEmpty();
        assertThat(registry.cached()).isEmpty();
    }

    @Test
    void fetchesTheExternalDataOfAGraph() throws Exception {
        files.remove("model.safetensors");
        files.put("onnx/model.onnx", onnx("model.onnx_data", 0, 4000));
        files.put("onnx/model.onnx_data", random(4000, 6));
        files.put("onnx/other.onnx_data", random(4000, 7));
        put();

        Snapshot snapshot = pull("hf:org/model");

        assertThat(paths(snapshot)).contains("onnx/model.onnx", "onnx/model.onnx_data");
        assertThat(paths(snapshot)).doesNotContain("onnx/other.onnx_data");
        assertThat(snapshot.checkpoint())
                .isEqualTo(snapshot.directory().resolve("onnx/model.onnx"));
    }

    @Test
    void addsAVariantToASnapshotThatIsThere() throws Exception {
        files.put("model-Q4_0.gguf", gguf(3000, 7));
        files.put("model-Q8_0.gguf", gguf(3000, 8));
        put();
        pull("hf:org/model:Q4_0");
        hub.takeDownloaded();

        Snapshot other = pull("hf:org/model:q8_0");

        assertThat(hub.takeDownloaded()).containsExactly("model-Q8_0.gguf");
        assertThat(other.checkpoint()).hasFileName("model-Q8_0.gguf");
        assertThat(registry.cached())
                .extracting(found -> found.source().toString())
                .containsExactly("hf:org/model:Q4_0", "hf:org/model:Q8_0");
    }

    @Test
    void removesAVariantWithoutTouchingAnother() throws Exception {
        files.put("model-Q4_0.gguf", gguf(3000, 7));
        files.put("model-Q8_0.gguf", gguf(3000, 8));
        put();
        pull("hf:org/model:Q4_0");
        pull("hf:org/model:Q8_0");

        assertThat(registry.remove(source("hf:org/model:Q4_0"))).isEqualTo(3008);
        assertThat(registry.find(source("hf:org/model:Q4_0"))).isEmpty();
        assertThat(registry.find(source("hf:org/model:Q8_0"))).isPresent();
        assertThat(registry.remove(source("hf:org/model:Q8_0"))).isGreaterThan(3008);
        assertThat(repository()).doesNotExist();
    }

    @Test
    void removesACommitButNotWhatOthersShare() throws Exception {
        String old = put();
        pull("hf:org/model");
        files.put("model.safetensors", safetensors(5000, 3));
        put();
        Snapshot current = pull("hf:org/model");

        long freed = registry.remove(source("hf:org/model@" + old));

        assertThat(freed).isEqualTo(safetensors(5000, 1).length);
        assertThat(registry.find(source("hf:org/model"))).contains(current);
        assertThat(registry.remove(source("hf:org/model"))).isEqualTo(current.size());
        assertThat(registry.remove(source("hf:org/model"))).isZero();
    }

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
    void offlineGivesWhatIsThereAndNothingElse() throws Exception {
        put();
        Snapshot snapshot = pull("hf:org/model");
        registry = registry(true, Long.MAX_VALUE);
        long asked = hub.listed.get();

        assertThat(pull("hf:org/model")).isEqualTo(snapshot);
        assertThatThrownBy(() -> pull("hf:org/other"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("HF_HUB_OFFLINE");
        assertThat(hub.listed).hasValue(asked);
        assertThat(registry.offline()).isTrue();
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
    void readsBlobsThatPythonSharesBetweenRepositories() throws Exception {
        put();
        Snapshot snapshot = pull("hf:org/model");
        Path blob = snapshot.directory().resolve("model.safetensors").toRealPath();
        String hash = "ab" + "0".repeat(62);
        Path shared = cache.resolve("blobs/ab").resolve(hash);
        Files.createDirectories(shared.getParent());
        Files.move(blob, shared);
        Files.createSymbolicLink(blob, Path.of("../../blobs/ab/" + hash));
        hub.takeDownloaded();

        assertThat(pull("hf:org/model").verified()).isTrue();
        assertThat(hub.takeDownloaded()).isEmpty();
        assertThat(registry.remove(source("hf:org/model"))).isPositive();
        assertThat(shared).exists();
    }

    @Test
    void adoptsWhatPythonLeftBehind() throws Exception {
        put();
        byte[] weights = safetensors(5000, 1);
        Digest digest = new Digest(Digest.Algorithm.SHA_256, sha256(weights));
        Path left = repository().resolve("blobs").resolve(digest.hex() + ".0a1b2c3d.incomplete");
        Files.createDirectories(left.getParent());
        Files.write(left, java.util.Arrays.copyOf(weights, 3000));
        Files.setLastModifiedTime(left, java.nio.file.attribute.FileTime.fromMillis(1_000_000));

        Snapshot snapshot = pull("hf:org/model");

        assertThat(snapshot.verified()).isTrue();
        assertThat(hub.sent).hasValue(snapshot.size() - 3000);
        assertThat(partials()).isEmpty();
    }

    private static String sha256(byte[] bytes) {
        var computation = Digest.Algorithm.SHA_256.begin(bytes.length);
        computation.update(bytes);
        return Digest.Algorithm.SHA_256.end(computation).hex();
    }

    private ModelRegistry registry(boolean offline, long free) {
        ModelSync.Surroundings surroundings =
                new ModelSync.Surroundings(
                        offline, _ -> free, Duration.ofSeconds(5), InstantSource.system());
        return new ModelRegistry(
                new BundledModels(List.of()),
                new ModelSync(
                        hub,
                        new HubCache(cache),
                        directory.resolve("home"),
                        new ExternalFiles(),
                        surroundings));
    }

    private String put() {
        return hub.put(NAME, "main", files);
    }

    private Snapshot pull(String source) throws IOException, InterruptedException {
        return registry.pull(source(source), PullListener.SILENT);
    }

    private static ModelSource.Hub source(String source) {
        return (ModelSource.Hub) ModelSource.parse(source, Path.of(""));
    }

    private static List<String> paths(Snapshot snapshot) {
        return snapshot.files().stream().map(SnapshotFile::path).toList();
    }

    private Path repository() {
        return cache.resolve("models--org--model");
    }

    private List<Path> partials() throws IOException {
        try (Stream<Path> blobs = Files.list(repository().resolve("blobs"))) {
            return blobs.filter(blob -> blob.toString().endsWith(".incomplete"))
                    .filter(blob -> Files.isRegularFile(blob, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }
}
