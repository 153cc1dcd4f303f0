package dev.passerelle.registry.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.registry.Digest;
import dev.passerelle.registry.Digest.Algorithm;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockCheckTest {

    /// Of the bytes `abc`.
    private static final Digest SHA_256 =
            new Digest(
                    Algorithm.SHA_256,
                    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    /// Of the bytes `{}`, as `git hash-object` gives it.
    private static final Digest GIT_SHA_1 =
            new Digest(Algorithm.GIT_BLOB_SHA_1, "9e26dfeeb6e641a33dae4961196235bdb965b21b");

    private static final Map<String, String> SETTINGS = Map.of("precision", "as-stored");

    @TempDir Path directory;

    @BeforeEach
    void twoFiles() throws IOException {
        Files.writeString(directory.resolve("w.gguf"), "abc");
        Files.writeString(directory.resolve("config.json"), "{}");
    }

    @Test
    void locksAnnouncedDigestsAndHashesTheRest() throws IOException {
        LockedModel locked = Locking.lock(source(), snapshot(), "mit", SETTINGS);

        assertThat(locked)
                .isEqualTo(
                        new LockedModel(
                                source(),
                                null,
                                "mit",
                                SETTINGS,
                                List.of(
                                        new LockedFile("config.json", 2, GIT_SHA_1),
                                        new LockedFile("w.gguf", 3, SHA_256))));
    }

    @Test
    void filesAsLockedAreNoDrift() throws IOException {
        assertThat(check().files("m", snapshot())).isEmpty();
    }

    @Test
    void everyFileIsReadAgain() throws IOException {
        LockCheck check = check();
        Files.writeString(directory.resolve("w.gguf"), "abd");
        Files.writeString(directory.resolve("config.json"), "{ }");

        assertThat(check.files("m", snapshot()))
                .extracting(Drift::toString)
                .hasSize(2)
                .contains("m: config.json has 3 bytes, models.lock has 2")
                .anyMatch(text ->
                        text.matches(
                                "m: w.gguf is sha256:[0-9a-f]{64}, models.lock has " + SHA_256));
    }

    /// As on a disk without links, where no name of a blob tells a digest.
    @Test
    void aFileWithoutDigestIsHashedAsItWasLocked() throws IOException {
        Snapshot plain =
                new Snapshot(
                        source(),
                        directory,
                        directory,
                        Snapshot.UNVERSIONED,
                        List.of(
                                new SnapshotFile("w.gguf", 3, null),
                                new SnapshotFile("config.json", 2, null)),
                        false);

        assertThat(check().digests("m", plain)).isEmpty();
    }

    @Test
    void missingAndAddedFilesAreDrift() throws IOException {
        LockCheck check = check();
        Files.delete(directory.resolve("w.gguf"));
        Files.writeString(directory.resolve("new.json"), "[]");
        Snapshot now =
                snapshot(
                        new SnapshotFile("w.gguf", 3, null), new SnapshotFile("new.json", 2, null));

        assertThat(check.files("m", now))
                .extracting(Drift::what)
                .containsExactly("w.gguf is missing", "new.json is not in models.lock");
        assertThat(check.files("other", now))
                .extracting(Drift::what)
                .containsExactly("has no entry in models.lock");
    }

    @Test
    void declarationsMustAgree() throws IOException {
        LockCheck check = check();
        ModelSource other = new ModelSource.Bundled("Other");

        assertThat(check.declarations(List.of(new Declaration("m", source(), SETTINGS)))).isEmpty();
        assertThat(
                        check.declarations(
                                List.of(
                                        new Declaration("new", other, SETTINGS),
                                        new Declaration("m", other, Map.of("precision", "int8")))))
                .extracting(Drift::toString)
                .containsExactly(
                        "new: has no entry in models.lock",
                        "m: source is bundled:Other, models.lock has " + source(),
                        "m: import setting precision is int8, models.lock has as-stored");
        assertThat(check.declarations(List.of()))
                .extracting(Drift::toString)
                .containsExactly("m: is locked, but is no model of the configuration");
    }

    private LockCheck check() throws IOException {
        return new LockCheck(
                Lockfile.of(Map.of("m", Locking.lock(source(), snapshot(), "mit", SETTINGS))));
    }

    private ModelSource source() {
        return new ModelSource.Local(directory);
    }

    private Snapshot snapshot(SnapshotFile... more) {
        List<SnapshotFile> files =
                more.length == 0 ? List.of(new SnapshotFile("w.gguf", 3, null)) : List.of(more);
        return new Snapshot(
                source(),
                directory,
                directory,
                Snapshot.UNVERSIONED,
                Stream.concat(
                                files.stream(),
                                Stream.of(new SnapshotFile("config.json", 2, GIT_SHA_1)))
                        .toList(),
                false);
    }
}
