package dev.passerelle.gateway.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SemanticCacheTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String QUESTION = "How do I bake bread?";
    private static final String PARAPHRASE = "How can I bake bread?";

    private SemanticCache<String> cache = cache(SemanticCacheTest::vector, 3);

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void findsWhatMeansTheSameInTheSameScope() throws Exception {
        remember("a", QUESTION, "1");
        assertThat(find("a", PARAPHRASE))
                .hasValueSatisfying(hit -> {
                    assertThat(hit.key()).isEqualTo("1");
                    assertThat(hit.score()).isCloseTo(0.96, within(0.001));
                });
        assertThat(find("b", PARAPHRASE)).isEmpty();
    }

    @Test
    void nearIsNotEnough() throws Exception {
        remember("a", QUESTION, "1");
        assertThat(find("a", "How do I not bake bread?")).isEmpty();
    }

    @Test
    void theSameWordsAreNotEnough() throws Exception {
        cache.close();
        cache =
                cache(
                        text -> text.equals(QUESTION) ? new float[] {1, 0} : new float[] {0.9f, 0},
                        3);
        remember("a", QUESTION, "1");
        assertThat(find("a", PARAPHRASE)).isEmpty();
    }

    @Test
    void forgetsQuestionsWhoseAnswerIsGone() throws Exception {
        remember("a", QUESTION, "1");
        assertThat(cache.ask("a", PARAPHRASE).find(_ -> false)).isEmpty();
        assertThat(cache.size()).isZero();
    }

    @Test
    void forgetsTheQuestionAskedLongestAgo() throws Exception {
        remember("a", QUESTION, "1");
        remember("b", QUESTION, "2");
        remember("c", QUESTION, "3");
        assertThat(find("a", PARAPHRASE)).isPresent();
        remember("d", QUESTION, "4");
        assertThat(cache.size()).isEqualTo(3);
        assertThat(find("a", PARAPHRASE)).isPresent();
        assertThat(find("b", PARAPHRASE)).isEmpty();
    }

    @Test
    void oneAnswerIsRememberedOnce() throws Exception {
        remember("a", QUESTION, "1");
        remember("a", QUESTION, "1");
        assertThat(cache.size()).isOne();
    }

    @Test
    void aModelThatFailsMeansAMiss() throws Exception {
        cache.close();
        cache =
                cache(
                        _ -> {
                            throw new IllegalStateException("loading");
                        },
                        3);
        remember("a", QUESTION, "1");
        assertThat(find("a", QUESTION)).isEmpty();
        assertThat(cache.size()).isZero();
    }

    @Test
    void aTextTooLongIsNotEmbedded() throws Exception {
        AtomicInteger embedded = new AtomicInteger();
        cache.close();
        cache =
                cache(
                        text -> {
                            embedded.incrementAndGet();
                            return vector(text);
                        },
                        3);
        remember("a", "bread ".repeat(400), "1");
        assertThat(find("a", "bread ".repeat(400))).isEmpty();
        assertThat(embedded).hasValue(0);
    }

    @Test
    void aSlowModelMeansAMissAndIsRememberedLater() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        try (SemanticCache<String> slow =
                new SemanticCache<>(
                        new BoundedEmbedding(
                                text -> {
                                    ready.await();
                                    return vector(text);
                                },
                                2),
                        0.95,
                        3,
                        Duration.ZERO)) {
            var question = slow.ask("a", QUESTION);
            assertThat(question.find(_ -> true)).isEmpty();
            CompletableFuture<Void> remembered = question.remembered("1");
            assertThat(slow.size()).isZero();
            ready.countDown();
            remembered.join();
            assertThat(slow.size()).isOne();
        }
    }

    @Test
    void refusesMoreThanItsShareAtOnce() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        try (BoundedEmbedding one =
                new BoundedEmbedding(
                        text -> {
                            ready.await();
                            return vector(text);
                        },
                        1)) {
            CompletableFuture<float[]> first = one.begin(QUESTION);
            assertThat(one.begin(QUESTION)).isCompletedExceptionally();
            ready.countDown();
            assertThat(first.get()).hasSize(2);
        }
    }

    @Test
    void whoeverLeavesNoLongerWaits() {
        cache.close();
        cache =
                cache(
                        text -> {
                            new CountDownLatch(1).await();
                            return vector(text);
                        },
                        3);
        var question = cache.ask("a", QUESTION);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> question.find(_ -> true)).isInstanceOf(InterruptedException.class);
    }

    private void remember(String scope, String text, String key) throws Exception {
        var question = cache.ask(scope, text);
        question.find(_ -> true);
        question.remember(key);
    }

    private Optional<Hit<String>> find(String scope, String text) throws Exception {
        return cache.ask(scope, text).find(_ -> true);
    }

    private static SemanticCache<String> cache(Embedding embedding, int most) {
        return new SemanticCache<>(new BoundedEmbedding(embedding, 4), 0.95, most, LONG);
    }

    private static float[] vector(String text) {
        return text.equals(QUESTION) ? new float[] {1, 0} : new float[] {0.96f, 0.28f};
    }
}
