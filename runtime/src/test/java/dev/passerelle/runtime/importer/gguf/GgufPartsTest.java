package dev.passerelle.runtime.importer.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.importer.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufPartsTest {

    @TempDir private Path directory;

    @Test
    void partsGiveTheTensorsOfAllAndTheMetadataOfTheFirst() throws IOException {
        Path first = write(1, part(0, 2, "a"));
        Path second = write(2, part(1, 2, "b"));
        assertThat(GgufParts.of(second)).containsExactly(first, second);
        try (GgufFile file = GgufFile.open(GgufParts.of(second))) {
            assertThat(file.origin()).isEqualTo(first);
            assertThat(file.metadata().integer("split.no")).contains(0L);
            assertThat(file.names()).containsExactly("a", "b");
            assertThat(file.tensor("b").orElseThrow().file()).isEqualTo(second);
            assertThat(file.tensor("b").orElseThrow().floats()).containsExactly(1, 1);
        }
    }

    @Test
    void aFileAloneIsItsOnlyPart() {
        for (String name : new String[] {"model.gguf", "model-00001-of-00001.gguf"}) {
            Path alone = directory.resolve(name);
            assertThat(GgufParts.of(alone)).containsExactly(alone);
        }
    }

    @Test
    void partsThatDoNotBelongTogetherAreRefused() throws IOException {
        write(1, part(0, 2, "a"));
        refused("model-00002-of-00002.gguf is missing");
        write(2, part(1, 2, "a"));
        refused("tensor 'a': is in another part too");
        write(2, part(0, 2, "b"));
        refused("is part 1 of a GGUF split into 2 files, taken for part 2 of 2");
        write(1, part(0, 3, "a"));
        refused("split into 3 files");
        write(1, part(0, 2, "a"));
        write(2, part(1, 2));
        refused("promises 2 tensors, its parts have 1");
    }

    private void refused(String reason) {
        assertThatThrownBy(() ->
                        GgufFile.open(GgufParts.of(directory.resolve("model-00001-of-00002.gguf")))
                                .close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(reason);
    }

    private Path write(int number, GgufBytes part) throws IOException {
        return Files.write(
                directory.resolve("model-%05d-of-00002.gguf".formatted(number)), part.bytes());
    }

    /// Its tensors hold two values each, the part's index.
    private static GgufBytes part(int index, int count, String... tensors) {
        GgufBytes bytes = GgufBytes.header(tensors.length, 3);
        bytes.text("split.no").int32(2).raw(new byte[] {(byte) index, 0});
        bytes.text("split.count").int32(2).raw(new byte[] {(byte) count, 0});
        bytes.text("split.tensors.count").int32(5).int32(2);
        for (String tensor : tensors) {
            bytes.tensor(tensor, 0, 0, 2);
        }
        bytes.pad(32);
        for (int i = 0; i < 2 * tensors.length; i++) {
            bytes.int32(Float.floatToIntBits(index));
        }
        return bytes;
    }
}
