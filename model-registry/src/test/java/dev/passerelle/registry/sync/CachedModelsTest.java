package dev.passerelle.registry.sync;

import static dev.passerelle.registry.sync.ModelBytes.gguf;
import static dev.passerelle.registry.sync.ModelBytes.safetensors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.registry.Damage;
import dev.passerelle.registry.Digest;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.hub.HubException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;

class CachedModelsTest extends SyncFixture {

    @Test
    void findsNothingBeforeAPullAndSaysHowToPull() {
        assertThat(registry.find(source("hf:org/model"))).isEmpty();
        assertThatThrownBy(() -> registry.resolve(source("hf:org/model:Q4_0")))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("./passerelle models pull hf:org/model:Q4_0");
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
    void saysThatAFileIsDamagedRatherThanWhatItsBytesMeanNow() throws Exception {
        String commit = put();
        Snapshot snapshot = pull("hf:org/model@" + commit);
        Files.writeString(snapshot.directory().resolve("config.json").toRealPath(), "}");

        assertThatThrownBy(() -> registry.find(snapshot.source()))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("config.json is damaged: it is git-sha1:")
                .hasMessageContaining("expected git-sha1:");
        assertThat(pull("hf:org/model@" + commit)).isEqualTo(snapshot);
    }

    @Test
    void fetchesWhatACompleteCommitLacksWhenAskedTo() throws Exception {
        ModelSource.Hub source = source("hf:org/model@" + put());
        Snapshot whole = registry.pull(source, PullListener.SILENT);
        Files.delete(whole.directory().resolve("README.md"));

        assertThat(paths(registry.pull(source, PullListener.SILENT))).doesNotContain("README.md");
        assertThat(registry.complete(source, PullListener.SILENT)).isEqualTo(whole);
    }

    @Test
    void tellsTheCurrentCommitAndDownloadsNothing() throws Exception {
        String commit = put();

        assertThat(registry.currentCommit(source("hf:org/model"))).isEqualTo(commit);
        assertThat(registry.currentCommit(source("hf:org/model@" + commit))).isEqualTo(commit);
        assertThat(hub.listed).hasValue(1);
        assertThat(hub.takeDownloaded()).isEmpty();
        assertThat(repository()).doesNotExist();
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
    void offlineHashesWhatOthersBroughtAndRefusesWhatIsDamaged() throws Exception {
        put();
        Path weights = pull("hf:org/model").directory().resolve("model.safetensors").toRealPath();
        registry = registry(true, Long.MAX_VALUE);
        Files.setLastModifiedTime(weights, FileTime.fromMillis(1));
        assertThat(registry.find(source("hf:org/model")).orElseThrow().verified()).isFalse();

        assertThat(pull("hf:org/model").verified()).isTrue();

        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        assertThatThrownBy(() -> pull("hf:org/model"))
                .hasMessageContaining("hf:org/model is damaged: [model.safetensors: is sha256:");
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
}
