package dev.passerelle.runtime.importer.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.importer.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsCheckpointTest {

    private static final String SOUND =
            """
            {"__metadata__":{"format":"pt"},
             "a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},
             "b":{"dtype":"BF16","shape":[3],"data_offsets":[16,22]}}\
            """;

    @TempDir Path directory;

    @Test
    void readsTensors() throws IOException {
        Path file = write("model.safetensors", SOUND, 22);
        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(file)) {
            assertThat(checkpoint.names()).containsExactly("a", "b");
            assertThat(checkpoint.tensor("a").orElseThrow().shape()).isEqualTo(List.of(2L, 2L));
            assertThat(checkpoint.tensor("b").orElseThrow().data().byteSize()).isEqualTo(6);
        }
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] sound = bytes(SOUND, 22);
        for (int length = 0; length < sound.length; length++) {
            Path file = directory.resolve("model.safetensors");
            Files.write(file, Arrays.copyOf(sound, length));
            assertThatThrownBy(() -> SafetensorsCheckpoint.open(file).close())
                    .as("first %d bytes", length)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void readsOrRefusesEveryFlippedBit() throws IOException {
        byte[] sound = bytes(SOUND, 22);
        Path file = directory.resolve("model.safetensors");
        for (int bit = 0; bit < sound.length * 8; bit++) {
            byte[] damaged = sound.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, damaged);
            try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(file)) {
                assertThat(checkpoint.names()).isNotEmpty();
            } catch (CheckpointException e) {
                assertThat(e).hasMessageContaining("model.safetensors");
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,99]}} | don't fit",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[5],\"data_offsets\":[0,16]}} | takes 20 bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[16,0]}} | begin and an end",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | cover 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-4],\"data_offsets\":[0,16]}} | non-negative",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1e3],\"data_offsets\":[0,16]}} | non-negative",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999],\"data_offsets\":[0,16]}} | absurd",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,16]}} | overflows",
                "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[16],\"data_offsets\":[0,16]}} | dtype F8_E4M3",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]},\"b\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}} | overlaps",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]},\"a\":{}} | malformed JSON",
                "{\"a\":7} | data_offsets",
                "[1] | not a JSON object"
            })
    void wrong(String header, String reason) throws IOException {
        Path file = write("model.safetensors", header, 16);
        assertThatThrownBy(() -> SafetensorsCheckpoint.open(file).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason);
    }

    @Test
    void joinsShards() throws IOException {
        write("x.safetensors", one("a"), 4);
        write("y.safetensors", one("b"), 4);
        Path index = index("{\"a\":\"x.safetensors\",\"b\":\"y.safetensors\"}");
        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(index)) {
            assertThat(checkpoint.names()).containsExactly("a", "b");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":\"../x.safetensors\"} | plain name",
                "{\"a\":\"sub/x.safetensors\"} | plain name",
                "{\"a\":\"x.bin\"} | plain name",
                "{\"a\":\"z.safetensors\"} | missing",
                "{\"b\":\"x.safetensors\"} | is not in the shard",
                "{} | weight_map"
            })
    void refusesIndexesThatDontMatchTheirShards(String map, String reason) throws IOException {
        write("x.safetensors", one("a"), 4);
        Path index = index(map);
        assertThatThrownBy(() -> SafetensorsCheckpoint.open(index).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(index.toString())
                .hasMessageContaining(reason);
    }

    private static String one(String name) {
        return "{\"%s\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}".formatted(name);
    }

    private Path index(String map) throws IOException {
        Path file = directory.resolve(SafetensorsCheckpoint.INDEX);
        return Files.writeString(file, "{\"weight_map\":%s}".formatted(map));
    }

    private Path write(String name, String header, int dataBytes) throws IOException {
        return Files.write(directory.resolve(name), bytes(header, dataBytes));
    }

    private static byte[] bytes(String header, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }
}
