package dev.passerelle.registry.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.registry.Digest;
import dev.passerelle.registry.Digest.Algorithm;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.SnapshotFile;
import dev.passerelle.registry.Snapshots;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LockedSnapshotsTest {

    private static final String COMMIT = "c".repeat(40);
    private static final Digest DIGEST = new Digest(Algorithm.SHA_256, "b".repeat(64));
    private static final ModelSource SOURCE = new ModelSource.Hub("org/tiny", "main", "Q4_1");
    private static final ModelSource PINNED = new ModelSource.Hub("org/tiny", COMMIT, "Q4_1");
    private static final ModelSource OTHER = new ModelSource.Hub("org/other", null, null);

    private final FakeSnapshots origin = new FakeSnapshots();
    private final LockedSnapshots snapshots =
            new LockedSnapshots(
                    origin,
                    Lockfile.of(
                            Map.of(
                                    "tiny",
                                    new LockedModel(
                                            SOURCE,
                                            COMMIT,
                                            null,
                                            Map.of(),
                                            List.of(new LockedFile("w.gguf", 3, DIGEST))))));

    @Test
    void aLockedSourceIsFoundAtItsCommit() {
        origin.present.put(PINNED, snapshot(PINNED, 3, DIGEST));
        origin.present.put(SOURCE, snapshot(SOURCE, 4, DIGEST));

        assertThat(snapshots.find(SOURCE)).contains(snapshot(SOURCE, 3, DIGEST));
    }

    @Test
    void aCompleteOneTouchesNoNetwork() throws Exception {
        origin.present.put(PINNED, snapshot(PINNED, 3, DIGEST));

        assertThat(snapshots.pull(SOURCE, PullListener.SILENT))
                .isEqualTo(snapshot(SOURCE, 3, DIGEST));
        assertThat(origin.pulled).isEmpty();
    }

    @Test
    void aMissingOneIsPulledAtItsCommit() throws Exception {
        origin.remote.put(PINNED, snapshot(PINNED, 3, DIGEST));

        assertThat(snapshots.find(SOURCE)).isEmpty();
        assertThat(snapshots.pull(SOURCE, PullListener.SILENT).revision()).isEqualTo(COMMIT);
        assertThat(origin.pulled).containsExactly(PINNED);
    }

    @Test
    void aLockedFileThatIsMissingIsFetchedAlthoughTheModelIsComplete() throws Exception {
        origin.present.put(PINNED, without("w.gguf"));
        origin.remote.put(PINNED, snapshot(PINNED, 3, DIGEST));

        assertThat(snapshots.find(SOURCE)).isEmpty();
        assertThat(snapshots.pull(SOURCE, PullListener.SILENT))
                .isEqualTo(snapshot(SOURCE, 3, DIGEST));
        assertThat(snapshots.mend(SOURCE, PullListener.SILENT))
                .isEqualTo(snapshot(SOURCE, 3, DIGEST));

        origin.remote.put(PINNED, without("w.gguf"));
        assertThatThrownBy(() -> snapshots.pull(SOURCE, PullListener.SILENT))
                .isInstanceOf(LockException.class)
                .hasMessageContaining("w.gguf is missing");
    }

    @Test
    void otherFilesThanTheLockedOnesAreRefused() {
        origin.remote.put(PINNED, snapshot(PINNED, 4, DIGEST));

        assertThatThrownBy(() -> snapshots.pull(SOURCE, PullListener.SILENT))
                .isInstanceOf(LockException.class)
                .hasMessage(
                        "%s at %s is not as it was locked: w.gguf has 4 bytes, models.lock has 3",
                        SOURCE, COMMIT);

        Digest other = new Digest(Algorithm.SHA_256, "d".repeat(64));
        origin.present.put(PINNED, snapshot(PINNED, 3, other));
        assertThatThrownBy(() -> snapshots.find(SOURCE))
                .hasMessageContaining("w.gguf is %s, models.lock has %s", other, DIGEST);
    }

    @Test
    void sourcesThatAreNotLockedArePassedOn() throws Exception {
        origin.remote.put(OTHER, snapshot(OTHER, 9, DIGEST));

        assertThat(snapshots.find(OTHER)).isEmpty();
        assertThat(snapshots.pull(OTHER, PullListener.SILENT))
                .isEqualTo(snapshot(OTHER, 9, DIGEST));
    }

    private static Snapshot snapshot(ModelSource source, long size, Digest digest) {
        return new Snapshot(
                source,
                Path.of("x"),
                Path.of("x"),
                COMMIT,
                List.of(new SnapshotFile("w.gguf", size, digest)),
                true);
    }

    private static Snapshot without(String file) {
        Snapshot all = snapshot(PINNED, 3, DIGEST);
        return new Snapshot(
                PINNED,
                all.directory(),
                all.checkpoint(),
                COMMIT,
                all.files().stream().filter(one -> !one.path().equals(file)).toList(),
                true);
    }

    private static final class FakeSnapshots implements Snapshots {
        final Map<ModelSource, Snapshot> present = new HashMap<>();
        final Map<ModelSource, Snapshot> remote = new HashMap<>();
        final List<ModelSource> pulled = new ArrayList<>();

        @Override
        public Optional<Snapshot> find(ModelSource source) {
            return Optional.ofNullable(present.get(source));
        }

        @Override
        public Snapshot pull(ModelSource source, PullListener listener) {
            return find(source).orElseGet(() -> complete(source, listener));
        }

        @Override
        public Snapshot complete(ModelSource source, PullListener listener) {
            pulled.add(source);
            return Optional.ofNullable(remote.get(source)).orElseThrow();
        }
    }
}
