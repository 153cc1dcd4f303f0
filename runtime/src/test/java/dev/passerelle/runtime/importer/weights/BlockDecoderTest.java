package dev.passerelle.runtime.importer.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `gguf-blocks.json` is made by `src/test/python/gguf_blocks.py`.
class BlockDecoderTest {

    private static final JsonNode BLOCKS = blocks();

    private static JsonNode blocks() {
        try (InputStream in = BlockDecoderTest.class.getResourceAsStream("gguf-blocks.json")) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyQuantisedTypeIsCompared() {
        Set<String> quantised =
                Arrays.stream(ElementType.values())
                        .filter(type -> type.blockElements() > 1)
                        .map(ElementType::name)
                        .collect(Collectors.toSet());
        assertThat(BLOCKS.propertyNames()).containsExactlyInAnyOrderElementsOf(quantised);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"F32", "F16", "BF16"})
    void blocksDecodeToWhatAnotherImplementationReads(ElementType type) {
        float[] expected = expected(type);
        float[] values = new float[expected.length];
        BlockDecoder.decode(type, data(type), values, values.length);
        float largest = 0;
        for (int i = 0; i < values.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i])
                    .as("element %d", i)
                    .isCloseTo(expected[i], Offset.offset(largest * 5e-7f));
        }
    }

    /// The codes that a graph holds, in any form that claims to hold the type.
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"F32", "F16", "BF16"})
    void everyFormThatHoldsATypeGivesItsValues(ElementType type) {
        float[] decoded = new float[expected(type).length];
        BlockDecoder.decode(type, data(type), decoded, decoded.length);
        StoredTensor tensor =
                new StoredTensor(
                        Path.of("test"), "t", List.of(1L, (long) decoded.length), type, data(type));
        List<WeightForm> forms =
                List.of(
                        WeightForm.exact(type),
                        new WeightForm.Symmetric(8, 16),
                        new WeightForm.Symmetric(4, 16),
                        new WeightForm.Affine(4, 16),
                        new WeightForm.Affine(8, 16));
        for (WeightForm form : forms) {
            if (RowCoder.holds(form, WeightForm.exact(type))) {
                assertThat(values(new RowCoder(tensor, form).code(0), form))
                        .as("%s", form)
                        .isEqualTo(decoded);
            }
        }
    }

    @Test
    void typesWhoseValuesHaveAnOffsetAreAffine() {
        Set<ElementType> affine = EnumSet.noneOf(ElementType.class);
        for (ElementType type : ElementType.values()) {
            if (WeightForm.exact(type) instanceof WeightForm.Affine) {
                affine.add(type);
            }
        }
        assertThat(affine)
                .containsExactlyInAnyOrder(
                        ElementType.Q4_1,
                        ElementType.Q5_1,
                        ElementType.Q2_K,
                        ElementType.Q4_K,
                        ElementType.Q5_K);
    }

    private static float[] values(CodedRow row, WeightForm form) {
        float[] values = new float[row.columns()];
        for (int i = 0; i < values.length; i++) {
            int block = i / form.blockSize();
            int code = (row.codes()[i] & 0xFF) - (1 << (form.bits() - 1));
            values[i] = row.scales()[block] * code + row.offsets()[block];
        }
        return values;
    }

    private static MemorySegment data(ElementType type) {
        return MemorySegment.ofArray(bytes(type, "bytes"));
    }

    private static float[] expected(ElementType type) {
        ByteBuffer values = ByteBuffer.wrap(bytes(type, "values"));
        float[] floats = new float[values.remaining() / Float.BYTES];
        values.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }

    private static byte[] bytes(ElementType type, String key) {
        return Base64.getDecoder().decode(BLOCKS.path(type.name()).path(key).asString());
    }
}
