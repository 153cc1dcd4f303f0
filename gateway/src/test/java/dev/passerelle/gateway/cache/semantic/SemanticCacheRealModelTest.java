package dev.passerelle.gateway.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.backend.InProcessRuntime;
import dev.passerelle.gateway.backend.LocalModels;
import dev.passerelle.gateway.backend.MemoryBudget;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.backend.Timing;
import dev.passerelle.gateway.cache.semantic.Questions.Pair;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.registry.BundledModels;
import dev.passerelle.registry.ModelRegistry;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.Precision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With the vectors of the bundled embedding model.
@SuppressWarnings("NullAway.Init") // set before all tests
class SemanticCacheRealModelTest {
    private static final String MODEL = "bge-small-en-v1.5";
    private static final double THRESHOLD = 0.95;
    private static final Questions QUESTIONS = Questions.read();
    private static final Map<String, float[]> VECTORS = new HashMap<>();

    @TempDir static Path imports;

    @BeforeAll
    static void embed() throws InterruptedException {
        EngineOptions options =
                new EngineOptions(4, 512, 16, Duration.ofMinutes(1), 128, 0, Precision.AS_STORED);
        LocalModels models =
                new LocalModels(
                        List.of(new ModelConfig(MODEL, new ModelSource.Bundled(MODEL), options)),
                        new ModelRegistry(BundledModels.ofProcess()),
                        new InProcessRuntime(imports),
                        MemoryBudget.ofMachine(),
                        Timing.real(Duration.ofSeconds(5)));
        try (models) {
            models.start();
            models.awaitStart();
            Embedding model = new LocalEmbedding(new ServedModels(models.served()), MODEL);
            List<Pair> all = new ArrayList<>(QUESTIONS.nearMisses());
            all.addAll(QUESTIONS.paraphrases());
            for (Pair pair : all) {
                VECTORS.put(pair.first(), model.embed(pair.first()));
                VECTORS.put(pair.second(), model.embed(pair.second()));
            }
        }
    }

    @Test
    void noNearMissHits() throws Exception {
        for (Pair pair : QUESTIONS.nearMisses()) {
            assertThat(hits(pair, THRESHOLD)).as("%s", pair).isFalse();
            assertThat(hits(pair, -1)).as("%s, however far", pair).isFalse();
        }
    }

    /// So that it is not the distance alone that keeps near misses out.
    @Test
    void manyNearMissesAreNearer() {
        long near =
                QUESTIONS.nearMisses().stream().filter(pair -> score(pair) >= THRESHOLD).count();
        assertThat(near).isGreaterThanOrEqualTo(20);
    }

    @Test
    void twoOfFiveParaphrasesHit() throws Exception {
        int hits = 0;
        for (Pair pair : QUESTIONS.paraphrases()) {
            hits += hits(pair, THRESHOLD) ? 1 : 0;
        }
        assertThat(hits).isGreaterThanOrEqualTo(QUESTIONS.paraphrases().size() * 2 / 5);
    }

    private static boolean hits(Pair pair, double threshold) throws InterruptedException {
        try (SemanticCache<String> cache =
                new SemanticCache<>(
                        new BoundedEmbedding(SemanticCacheRealModelTest::vector, 1),
                        threshold,
                        1,
                        Duration.ofSeconds(30))) {
            var question = cache.ask("scope", pair.first());
            question.find(_ -> true);
            question.remember("key");
            return cache.ask("scope", pair.second()).find(_ -> true).isPresent();
        }
    }

    private static float[] vector(String text) {
        return Objects.requireNonNull(VECTORS.get(text));
    }

    private static double score(Pair pair) {
        float[] first = vector(pair.first());
        float[] second = vector(pair.second());
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += (double) first[i] * second[i];
        }
        return sum;
    }
}
