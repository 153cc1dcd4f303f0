package dev.passerelle.runtime.importer.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.weights.ElementType;
import dev.passerelle.runtime.importer.weights.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GgufFileTest {

    @TempDir Path directory;

    @Test
    void readsMetadataAndTensors() throws IOException {
        try (GgufFile file = GgufFile.open(write(GgufBytes.sound().bytes()))) {
            assertThat(file.metadata().text("general.architecture")).contains("llama");
            assertThat(file.metadata().requireNumber("epsilon")).isEqualTo(0.5);
            assertThat(file.metadata().texts("tokens")).contains(List.of("x", "yz"));
            assertThatThrownBy(() -> file.metadata().integers("tokens"))
                    .hasMessageContaining("'tokens' is not a list of 32-bit integers");
            StoredTensor a = file.tensor("a").orElseThrow();
            assertThat(a.shape()).isEqualTo(List.of(2L, 4L));
            assertThat(a.type()).isEqualTo(ElementType.F32);
            assertThat(a.data().byteSize()).isEqualTo(32);
            assertThat(file.tensor("b").orElseThrow().data().byteSize()).isEqualTo(34);
        }
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] sound = GgufBytes.sound().bytes();
        for (int length = 0; length < sound.length; length++) {
            Path file = write(Arrays.copyOf(sound, length));
            assertThatThrownBy(() -> GgufFile.open(file).close())
                    .as("first %d bytes", length)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void readsOrRefusesEveryFlippedBit() throws IOException {
        byte[] sound = GgufBytes.sound().bytes();
        long before = Allocation.ofThisThread();
        for (int bit = 0; bit < sound.length * 8; bit++) {
            byte[] damaged = sound.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            try (GgufFile file = GgufFile.open(write(damaged))) {
                file.names().forEach(name -> file.tensor(name).orElseThrow().floats());
            } catch (CheckpointException e) {
                assertThat(e).hasMessageContaining("test.gguf");
            }
        }
        assertThat(Allocation.ofThisThread() - before).isLessThan(256L << 20);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(new GgufBytes().zeros(24), "doesn't start with 'GGUF'"),
                Arguments.of(new GgufBytes().int32(0x46554747).int32(1), "version 1"),
                Arguments.of(new GgufBytes().int32(0x46554747).int32(3 << 24), "big-endian"),
                Arguments.of(GgufBytes.header(Long.MAX_VALUE, 0), "tensor count"),
                Arguments.of(GgufBytes.header(0, -1), "18446744073709551615"),
                Arguments.of(GgufBytes.header(0, 1).int64(1L << 40).zeros(16), "metadata key"),
                Arguments.of(
                        GgufBytes.header(0, 1).text("k").int32(9).int32(4).int64(1L << 60), "'k'"),
                Arguments.of(
                        GgufBytes.header(0, 1).text("k").int32(9).int32(9).int64(1),
                        "array of arrays"),
                Arguments.of(GgufBytes.header(0, 1).text("k").int32(77).int64(0), "type 77"),
                Arguments.of(
                        GgufBytes.header(0, 1).text("general.alignment").int32(4).int32(24),
                        "power of two"),
                Arguments.of(
                        GgufBytes.header(0, 2)
                                .text("k")
                                .int32(0)
                                .zeros(1)
                                .text("k")
                                .int32(0)
                                .zeros(1),
                        "'k' twice"),
                Arguments.of(one(0, 0, 1L << 30, 1L << 30, 1L << 30, 1L << 30), "overflows"),
                Arguments.of(one(0, 0, 1L << 40), "absurd"),
                Arguments.of(one(0, 0, 0), "absurd"),
                Arguments.of(one(0, 7, 8), "multiple of the alignment"),
                Arguments.of(one(0, 1L << 40, 8), "don't fit"),
                Arguments.of(one(0, -32, 8), "don't fit"),
                Arguments.of(one(8, 0, 31), "block of 32"),
                Arguments.of(one(16, 0, 256), "type IQ2_XXS"),
                Arguments.of(one(99, 0, 256), "unknown type 99"),
                Arguments.of(two("t", "t", 32), "listed twice"),
                Arguments.of(two("t", "u", 0), "overlaps"));
    }

    private static GgufBytes one(int type, long offset, long... sizes) {
        return GgufBytes.header(1, 0).tensor("t", type, offset, sizes).pad(32).zeros(64);
    }

    private static GgufBytes two(String first, String second, long offset) {
        return GgufBytes.header(2, 0)
                .tensor(first, 0, 0, 8)
                .tensor(second, 0, offset, 8)
                .pad(32)
                .zeros(64);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource
    void wrong(GgufBytes bytes, String reason) throws IOException {
        Path file = write(bytes.bytes());
        long before = Allocation.ofThisThread();
        assertThatThrownBy(() -> GgufFile.open(file).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason);
        assertThat(Allocation.ofThisThread() - before).isLessThan(16L << 20);
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("test.gguf"), bytes);
    }
}
