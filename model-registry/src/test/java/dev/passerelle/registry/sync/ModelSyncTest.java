package dev.passerelle.registry.sync;

import static dev.passerelle.registry.sync.ModelBytes.gguf;
import static dev.passerelle.registry.sync.ModelBytes.onnx;
import static dev.passerelle.registry.sync.ModelBytes.random;
import static dev.passerelle.registry.sync.ModelBytes.safetensors;
import static dev.passerelle.registry.sync.ModelBytes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.SnapshotFile;
import dev.passerelle.registry.hub.HubException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ModelSyncTest extends SyncFixture {

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
    void pullsOneQuantisationOfARepositoryThatHasNothingElse() throws Exception {
        files.clear();
        files.put("README.md", text("# card"));
        for (String name : List.of("IQ4_XS", "Q4_K_M", "Q4_K_S", "Q6_K")) {
            files.put("model-" + name + ".gguf", gguf(3000, name.hashCode()));
        }
        files.put("BF16/model-BF16-00001-of-00002.gguf", gguf(3000, 1));
        files.put("BF16/model-BF16-00002-of-00002.gguf", gguf(3000, 2));
        put();

        Snapshot one = pull("hf:org/model:Q4_K_M");
        assertThat(paths(one)).containsExactly("README.md", "model-Q4_K_M.gguf");
        assertThat(one.checkpoint()).isEqualTo(one.directory().resolve("model-Q4_K_M.gguf"));

        Snapshot split = pull("hf:org/model:BF16");
        assertThat(paths(split))
                .containsExactly(
                        "BF16/model-BF16-00001-of-00002.gguf",
                        "BF16/model-BF16-00002-of-00002.gguf",
                        "README.md");
        assertThat(split.checkpoint()).hasFileName("model-BF16-00001-of-00002.gguf");
    }

    @Test
    void tellsOfEachFileAllItsBytesAndThatItIsFinished() throws Exception {
        files.put("LICENSE", text("# card"));
        put();
        hub.breakAfter("model.safetensors", 2000);
        RecordedFiles broken = new RecordedFiles();
        assertThatThrownBy(() -> registry.pull(source("hf:org/model"), broken))
                .isInstanceOf(HubException.class);
        RecordedFiles whole = new RecordedFiles();
        Snapshot snapshot = registry.pull(source("hf:org/model"), whole);
        RecordedFiles again = new RecordedFiles();
        registry.pull(source("hf:org/model"), again);

        assertThat(broken.bytes).containsEntry("model.safetensors", 2000L);
        assertThat(broken.finished).doesNotContain("model.safetensors");
        for (RecordedFiles pull : List.of(whole, again)) {
            assertThat(pull.finished).containsExactlyInAnyOrderElementsOf(paths(snapshot));
            assertThat(pull.bytes)
                    .isEqualTo(
                            snapshot.files().stream()
                                    .collect(
                                            Collectors.toMap(
                                                    SnapshotFile::path, SnapshotFile::size)));
            assertThat(pull.listings).isSorted().endsWith(snapshot.size());
        }
        assertThat(again.received).hasValue(0);
    }

    private static final class RecordedFiles implements PullListener {
        private final List<Long> listings = new CopyOnWriteArrayList<>();
        private final Map<String, Long> bytes = new ConcurrentHashMap<>();
        private final List<String> finished = new CopyOnWriteArrayList<>();
        private final AtomicLong received = new AtomicLong();

        @Override
        public void listed(String commit, int files, long size) {
            listings.add(size);
        }

        @Override
        public void kept(String file, long count) {
            bytes.merge(file, count, Long::sum);
        }

        @Override
        public void received(String file, long count) {
            bytes.merge(file, count, Long::sum);
            received.addAndGet(count);
        }

        @Override
        public void finished(String file) {
            finished.add(file);
        }
    }
}
