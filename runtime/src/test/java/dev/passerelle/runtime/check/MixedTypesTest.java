package dev.passerelle.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.importer.CheckpointImporter;
import dev.passerelle.runtime.importer.Fixtures;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.ImportSettings.Activations;
import dev.passerelle.runtime.importer.ImportedModel;
import dev.passerelle.runtime.importer.gguf.GgufBytes;
import dev.passerelle.runtime.importer.gguf.GgufFile;
import dev.passerelle.runtime.importer.weights.ElementType;
import dev.passerelle.runtime.importer.weights.StoredTensor;
import dev.passerelle.runtime.sampling.Logprobs;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixedTypesTest {

    private static final Map<ElementType, Integer> NUMBERS =
            Map.of(
                    ElementType.F32, 0,
                    ElementType.Q4_0, 2,
                    ElementType.Q4_1, 3,
                    ElementType.Q8_0, 8,
                    ElementType.Q6_K, 14,
                    ElementType.BF16, 30);

    @TempDir Path directory;

    @Test
    void groupsOfUnlikeTypesGiveWhatTheirDecodedWeightsGive() throws Exception {
        Path mixed = directory.resolve("mixed.gguf");
        Files.write(mixed, mixed());
        double[] decoded = logprobs(mixed, Precision.FP32);
        double[] stored = logprobs(mixed, Precision.AS_STORED);
        double largest = 0;
        for (int i = 0; i < stored.length; i++) {
            largest = Math.max(largest, Math.abs(stored[i] - decoded[i]));
        }
        assertThat(largest).isLessThan(1e-3);
    }

    private double[] logprobs(Path checkpoint, Precision precision) throws Exception {
        ImportedModel model =
                new CheckpointImporter(directory.resolve("cache"))
                        .importCheckpoint(
                                checkpoint, new ImportSettings(precision, Activations.FP32));
        try (TeacherForcedSession session = new TeacherForcedSession(model, 16)) {
            session.append(List.of(54, 74, 71, 318));
            Logprobs logprobs = session.append(List.of(299));
            return IntStream.range(0, model.shape().vocabularySize())
                    .mapToDouble(logprobs::of)
                    .toArray();
        }
    }

    /// Exact sources of a fused group: affine and symmetric, four and eight bits, floats.
    private static String source(String tensor) {
        return switch (tensor.replaceAll("blk\\.\\d+\\.|\\.weight", "")) {
            case "attn_q", "token_embd" -> "Q4_1";
            case "attn_v", "output" -> "Q6_K";
            case "ffn_gate" -> "Q4_0";
            case "attn_k", "ffn_up" -> "Q8_0";
            default -> "BF16";
        };
    }

    private static byte[] mixed() throws IOException {
        List<StoredTensor> tensors = new ArrayList<>();
        List<GgufFile> open = new ArrayList<>();
        try {
            for (String type : List.of("Q4_0", "Q4_1", "Q8_0", "Q6_K", "BF16")) {
                GgufFile file = GgufFile.open(Fixtures.gguf(type));
                open.add(file);
                file.names().stream()
                        .filter(name -> source(name).equals(type))
                        .forEach(name -> tensors.add(file.tensor(name).orElseThrow()));
            }
            return write(tensors);
        } finally {
            open.forEach(GgufFile::close);
        }
    }

    private static byte[] write(List<StoredTensor> tensors) {
        Map<String, Integer> sizes =
                Map.of(
                        "context_length", 256,
                        "embedding_length", 256,
                        "block_count", 2,
                        "feed_forward_length", 512,
                        "attention.head_count", 8,
                        "attention.head_count_kv", 4);
        GgufBytes bytes = GgufBytes.header(tensors.size(), sizes.size() + 2);
        bytes.text("general.architecture").int32(8).text("llama");
        bytes.text("llama.attention.layer_norm_rms_epsilon").int32(6);
        bytes.int32(Float.floatToIntBits(1e-6f));
        sizes.forEach((key, value) -> bytes.text("llama." + key).int32(4).int32(value));
        long offset = 0;
        for (StoredTensor tensor : tensors) {
            long[] shape = tensor.shape().reversed().stream().mapToLong(Long::longValue).toArray();
            bytes.tensor(tensor.name(), NUMBERS.getOrDefault(tensor.type(), -1), offset, shape);
            offset += (tensor.data().byteSize() + 31) / 32 * 32;
        }
        bytes.pad(32);
        for (StoredTensor tensor : tensors) {
            bytes.raw(tensor.data().toArray(ValueLayout.JAVA_BYTE)).pad(32);
        }
        return bytes.bytes();
    }
}
