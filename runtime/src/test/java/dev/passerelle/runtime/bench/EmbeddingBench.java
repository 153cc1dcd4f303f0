package dev.passerelle.runtime.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.passerelle.runtime.Embedder.Input;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.ort.SharedOrtEnvironment;
import dev.passerelle.runtime.tasks.EmbedderOptions;
import dev.passerelle.runtime.tasks.OnnxEmbedder;
import dev.passerelle.runtime.text.NativeTokenizer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Texts a second through the embedder against the bare session on the same padded batches, in
/// turns. Arguments: model directory, seconds a turn, tokens a batch.
public final class EmbeddingBench {

    private static final int TURNS = 3;

    private EmbeddingBench() {}

    public static void main(String[] args) throws Exception {
        Path model = Path.of(args[0]);
        double seconds = Double.parseDouble(args[1]);
        EmbedderOptions options = new EmbedderOptions(0, Integer.parseInt(args[2]), 256);
        OrtEnvironment environment = SharedOrtEnvironment.get();
        try (OnnxEmbedder embedder = OnnxEmbedder.open(model, options);
                OrtSession.SessionOptions settings = new OrtSession.SessionOptions();
                OrtSession session =
                        environment.createSession(
                                model.resolve("model.onnx").toString(), settings);
                NativeTokenizer tokenizer = NativeTokenizer.open(model.resolve("tokenizer.json"))) {
            for (int[] shape : new int[][] {{8, 32}, {24, 32}, {200, 8}, {200, 32}}) {
                List<String> texts = texts(shape[0], shape[1]);
                List<Input> inputs =
                        texts.stream().<Input>map(t -> new Input.Text(new PromptText(t))).toList();
                List<int[]> rows = texts.stream().map(t -> tokenizer.encode(t, true)).toList();
                double bare = 0;
                double ours = 0;
                for (int turn = 0; turn < TURNS; turn++) {
                    bare =
                            Math.max(
                                    bare,
                                    rate(
                                            () -> run(environment, session, rows),
                                            seconds,
                                            rows.size()));
                    ours = Math.max(ours, rate(() -> embedder.embed(inputs), seconds, rows.size()));
                }
                double encode =
                        rate(
                                () -> texts.stream().map(t -> tokenizer.encode(t, true)).toList(),
                                seconds,
                                rows.size());
                System.out.printf(
                        "%3d words x %2d: bare %.0f texts/s, embed %.0f, ratio %.2f; tokenizer alone %.0f%n",
                        shape[0], shape[1], bare, ours, ours / bare, encode);
            }
        }
    }

    private static double rate(Callable<?> call, double seconds, int texts) throws Exception {
        call.call();
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        int calls = 0;
        while (System.nanoTime() < end) {
            call.call();
            calls++;
        }
        return calls * texts / ((System.nanoTime() - start) / 1e9);
    }

    private static float[] run(OrtEnvironment environment, OrtSession session, List<int[]> rows)
            throws OrtException {
        int longest = rows.stream().mapToInt(row -> row.length).max().orElseThrow();
        long[] shape = {rows.size(), longest};
        LongBuffer ids = LongBuffer.allocate(rows.size() * longest);
        LongBuffer mask = LongBuffer.allocate(rows.size() * longest);
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < rows.get(i).length; j++) {
                ids.put(i * longest + j, rows.get(i)[j]);
                mask.put(i * longest + j, 1);
            }
        }
        try (OnnxTensor a = OnnxTensor.createTensor(environment, ids, shape);
                OnnxTensor b = OnnxTensor.createTensor(environment, mask, shape);
                OnnxTensor c =
                        OnnxTensor.createTensor(
                                environment, LongBuffer.allocate(rows.size() * longest), shape);
                OrtSession.Result result =
                        session.run(
                                Map.of("input_ids", a, "attention_mask", b, "token_type_ids", c))) {
            float[] first = new float[384];
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(first);
            return first;
        }
    }

    private static List<String> texts(int words, int count) {
        List<String> vocabulary =
                List.of(
                        "river", "green", "market", "the", "of", "walks", "quickly", "engine",
                        "bread", "under");
        Random random = new Random(words);
        return IntStream.range(0, count)
                .mapToObj(i ->
                        IntStream.range(0, words)
                                .mapToObj(w -> vocabulary.get(random.nextInt(vocabulary.size())))
                                .collect(Collectors.joining(" ")))
                .toList();
    }
}
