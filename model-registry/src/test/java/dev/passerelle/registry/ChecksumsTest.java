package dev.passerelle.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksumsTest {

    private static final String SHA_OF_ABC =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir Path directory;

    @BeforeEach
    void twoListedFiles() throws IOException {
        Files.writeString(directory.resolve("a.gguf"), "abc");
        Files.writeString(directory.resolve("b.json"), "abc");
        Files.writeString(
                directory.resolve("SHA256SUMS"),
                "%s  a.gguf\n%s *b.json\n".formatted(SHA_OF_ABC, SHA_OF_ABC));
    }

    @Test
    void findsNothingInIntactFiles() {
        assertThat(snapshot().verify()).isEmpty();
    }

    @Test
    void namesChangedAndMissingFiles() throws IOException {
        Files.writeString(directory.resolve("a.gguf"), "abd");
        Snapshot snapshot = snapshot();
        Files.delete(directory.resolve("b.json"));

        assertThat(snapshot.verify())
                .extracting(Damage::toString)
                .containsExactly(
                        "a.gguf: is sha256:a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9, expected sha256:"
                                + SHA_OF_ABC,
                        "b.json: missing");
    }

    @Test
    void refusesAListThatLeavesTheDirectory() throws IOException {
        Files.writeString(directory.resolve("SHA256SUMS"), SHA_OF_ABC + "  ../a.gguf\n");

        assertThatThrownBy(() -> Checksums.read(directory))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("../a.gguf");
    }

    @Test
    void givesASnapshotItsRevision() {
        assertThat(snapshot().revision()).matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void theCheckedInModelIsAsItsListSays() {
        Snapshot smol = BundledModels.ofProcess().find("smollm2-135m-instruct").orElseThrow();

        assertThat(smol.verify()).isEmpty();
    }

    private Snapshot snapshot() {
        return LocalSnapshots.of(new ModelSource.Local(directory), directory);
    }
}
