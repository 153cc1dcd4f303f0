package dev.passerelle.runtime.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.passerelle.runtime.BundledModel;
import dev.passerelle.runtime.Embedder.Embeddings;
import dev.passerelle.runtime.Embedder.Input;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.PromptText;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OnnxEmbedderTest {

    private static final EmbedderOptions OPTIONS = new EmbedderOptions(2, 512, 256);
    private static final OnnxEmbedder EMBEDDER = OnnxEmbedder.open(BundledModel.BGE_SMALL, OPTIONS);

    @AfterAll
    static void close() {
        EMBEDDER.close();
    }

    /// The reference is of another version of ONNX Runtime, which rounds activations differently.
    @Test
    void textsHaveTheReferencesVectors() throws Exception {
        JsonNode reference = reference();
        List<JsonNode> cases = List.copyOf(reference.path("cases").values());
        List<float[]> vectors =
                EMBEDDER.embed(
                                cases.stream()
                                        .map(each -> text(each.path("text").asString()))
                                        .toList())
                        .vectors();
        for (int i = 0; i < cases.size(); i++) {
            assertThat(vectors.get(i)).hasSize(EMBEDDER.dimensions());
            assertThat(cosine(vectors.get(i), vectors.get(i))).isCloseTo(1, within(1e-5));
            assertThat(first8(vectors.get(i)))
                    .as("text %d", i)
                    .usingComparatorWithPrecision(0.02)
                    .containsExactly(numbers(cases.get(i).path("first8")));
            double[] cosines = numbers(reference.path("cosine").path(i));
            for (int j = 0; j < cosines.length; j++) {
                assertThat(cosine(vectors.get(i), vectors.get(j)))
                        .isCloseTo(cosines[j], within(0.02));
            }
        }
    }

    @Test
    void aBatchKeepsTheOrderAndMovesVectorsLittle() throws Exception {
        List<String> texts =
                IntStream.range(0, 40)
                        .mapToObj(i -> "sentence " + "again ".repeat(i % 13) + i)
                        .toList();
        Embeddings together = EMBEDDER.embed(texts.stream().map(OnnxEmbedderTest::text).toList());
        assertThat(together.vectors()).hasSize(40);
        int tokens = 0;
        for (int i = 0; i < texts.size(); i++) {
            Embeddings alone = EMBEDDER.embed(List.of(text(texts.get(i))));
            assertThat(cosine(alone.vectors().getFirst(), together.vectors().get(i)))
                    .as(texts.get(i))
                    .isGreaterThanOrEqualTo(0.99);
            tokens += alone.promptTokens();
        }
        assertThat(together.promptTokens()).isEqualTo(tokens);
    }

    @Test
    void manyCallersAtOnceGetTheirOwnVectors() throws Exception {
        List<float[]> alone = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            alone.add(alone(subject(i)));
        }
        List<Callable<Embeddings>> calls =
                IntStream.range(0, 100)
                        .<Callable<Embeddings>>mapToObj(
                                i -> () -> EMBEDDER.embed(List.of(text(subject(i % 10)))))
                        .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Embeddings>> results = threads.invokeAll(calls);
            for (int i = 0; i < results.size(); i++) {
                assertThat(cosine(results.get(i).get().vectors().getFirst(), alone.get(i % 10)))
                        .isGreaterThanOrEqualTo(0.99);
            }
        }
    }

    @Test
    void tokensAreTakenAsTheyAre() throws Exception {
        int[] cat = {101, 1996, 4937, 7719, 2006, 1996, 13523, 1012, 102};
        Embeddings embeddings = EMBEDDER.embed(List.of(new Input.Tokens(cat)));
        assertThat(embeddings.promptTokens()).isEqualTo(cat.length);
        assertThat(cosine(embeddings.vectors().getFirst(), alone("The cat sits on the mat.")))
                .isGreaterThan(0.9999);
    }

    @Test
    void refusesInputsItCanNotRead() {
        Input good = text("good");
        assertThatThrownBy(() -> EMBEDDER.embed(List.of(good, text("word ".repeat(511)))))
                .isInstanceOf(InferenceException.ContextLengthExceeded.class)
                .hasMessageContaining("input 1 has 513 tokens")
                .hasMessageContaining("512");
        assertThatThrownBy(() -> EMBEDDER.embed(List.of(new Input.Tokens(new int[] {101, 30522}))))
                .isInstanceOf(InferenceException.InvalidInput.class)
                .hasMessageContaining("30522");
        assertThatThrownBy(() -> EMBEDDER.embed(List.of(good, new Input.Tokens(new int[0]))))
                .isInstanceOf(InferenceException.InvalidInput.class)
                .hasMessageContaining("input 1");
    }

    @Test
    void readsTheLongestInput() throws Exception {
        Embeddings embeddings = EMBEDDER.embed(List.of(text("word ".repeat(510))));
        assertThat(embeddings.promptTokens()).isEqualTo(EMBEDDER.contextLength());
    }

    @Test
    void closingWhileBusyFailsThoseWhoWait() throws Exception {
        OnnxEmbedder embedder =
                OnnxEmbedder.open(BundledModel.BGE_SMALL, new EmbedderOptions(1, 64, 64));
        List<Input> long100 =
                IntStream.range(0, 100).mapToObj(i -> text("word ".repeat(60))).toList();
        CountDownLatch begun = new CountDownLatch(8);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Embeddings>> results =
                    IntStream.range(0, 8)
                            .mapToObj(i ->
                                    threads.submit(() -> {
                                        begun.countDown();
                                        return embedder.embed(long100);
                                    }))
                            .toList();
            begun.await();
            embedder.close();
            for (Future<Embeddings> result : results) {
                assertThatThrownBy(result::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(InferenceException.Unavailable.class);
            }
        }
        assertThatThrownBy(() -> embedder.embed(List.of(text("late"))))
                .isInstanceOf(InferenceException.Unavailable.class);
        embedder.close();
    }

    private static double[] first8(float[] vector) {
        return IntStream.range(0, 8).mapToDouble(i -> vector[i]).toArray();
    }

    private static double[] numbers(JsonNode array) {
        return array.valueStream().mapToDouble(JsonNode::asDouble).toArray();
    }

    private static float[] alone(String text) throws InterruptedException {
        return EMBEDDER.embed(List.of(text(text))).vectors().getFirst();
    }

    private static String subject(int i) {
        return List.of(
                                "cats", "stocks", "Paris", "rain", "chess", "ships", "bread", "law",
                                "snow", "jazz")
                        .get(i)
                + " and what they are about";
    }

    private static Input text(String text) {
        return new Input.Text(new PromptText(text));
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static JsonNode reference() throws IOException {
        try (InputStream in =
                OnnxEmbedderTest.class.getResourceAsStream("bge-small-en-v1.5-q.json")) {
            return JsonMapper.shared().readTree(in);
        }
    }
}
