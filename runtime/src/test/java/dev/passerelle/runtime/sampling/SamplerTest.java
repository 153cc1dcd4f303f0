package dev.passerelle.runtime.sampling;

import static dev.passerelle.runtime.sampling.LogitsRowTest.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.passerelle.runtime.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {

    /// Probabilities 0.1, 0.4, 0.2, 0.25, 0.05.
    private static final double[] PROBABILITIES = {0.1, 0.4, 0.2, 0.25, 0.05};

    private static final LogitsRow ROW = row(logs(PROBABILITIES));

    @Test
    void greedyTakesTheMostLikely() {
        assertThat(new Sampler(Sampling.GREEDY, new int[0], 7).next(ROW)).isEqualTo(1);
    }

    @Test
    void drawsInProportion() {
        assertThat(frequencies(new Sampling(1, 1, 0, 0, OptionalLong.of(3))))
                .usingComparatorWithPrecision(0.01)
                .containsExactly(PROBABILITIES);
    }

    @Test
    void temperatureSharpens() {
        double[] squares =
                normalised(
                        IntStream.range(0, 5)
                                .mapToDouble(i -> PROBABILITIES[i] * PROBABILITIES[i])
                                .toArray());
        assertThat(frequencies(new Sampling(0.5f, 1, 0, 0, OptionalLong.of(3))))
                .usingComparatorWithPrecision(0.01)
                .containsExactly(squares);
    }

    @Test
    void topKKeepsTheMostLikely() {
        assertThat(drawn(new Sampling(1, 1, 2, 0, OptionalLong.of(3)))).containsExactly(1, 3);
    }

    @Test
    void topPKeepsTheSmallestSetThatReachesIt() {
        assertThat(drawn(new Sampling(1, 0.64f, 0, 0, OptionalLong.of(3)))).containsExactly(1, 3);
        assertThat(drawn(new Sampling(1, 0.66f, 0, 0, OptionalLong.of(3))))
                .containsExactly(1, 2, 3);
        assertThat(drawn(new Sampling(1, 0.01f, 0, 0, OptionalLong.of(3)))).containsExactly(1);
    }

    @Test
    void topPAppliesToWhatTopKLeft() {
        // of 0.4 and 0.25 the first has 0.615
        assertThat(drawn(new Sampling(1, 0.6f, 2, 0, OptionalLong.of(3)))).containsExactly(1);
        assertThat(drawn(new Sampling(1, 0.63f, 2, 0, OptionalLong.of(3)))).containsExactly(1, 3);
    }

    @Test
    void minPDropsByShareOfTheMostLikely() {
        assertThat(drawn(new Sampling(1, 1, 0, 0.45f, OptionalLong.of(3))))
                .containsExactly(1, 2, 3);
        // and topP counts what is left: 0.4, 0.25, 0.2 of 0.85
        assertThat(drawn(new Sampling(1, 0.75f, 0, 0.45f, OptionalLong.of(3))))
                .containsExactly(1, 3);
    }

    @Test
    void theSameSeedDrawsTheSameTokens() {
        assertThat(draws(new Sampling(1, 0.9f, 0, 0, OptionalLong.of(42)), 50, 1))
                .isEqualTo(draws(new Sampling(1, 0.9f, 0, 0, OptionalLong.of(42)), 50, 2))
                .isNotEqualTo(draws(new Sampling(1, 0.9f, 0, 0, OptionalLong.of(43)), 50, 1));
        assertThat(draws(new Sampling(1, 1, 0, 0, OptionalLong.empty()), 50, 1))
                .isNotEqualTo(draws(new Sampling(1, 1, 0, 0, OptionalLong.empty()), 50, 2));
    }

    @Test
    void filtersOnAWholeVocabularyAgreeWithASort() {
        float[] logits = new float[5000];
        Random random = new Random(5);
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) random.nextGaussian() * 2;
        }
        LogitsRow row = row(logits);
        List<Integer> order =
                IntStream.range(0, logits.length)
                        .boxed()
                        .sorted((a, b) -> Float.compare(logits[b], logits[a]))
                        .toList();
        Set<Integer> kept = new TreeSet<>(order.subList(0, 300));
        Sampler sampler =
                new Sampler(new Sampling(1, 1, 300, 0, OptionalLong.of(1)), new int[0], 0);
        for (int i = 0; i < 2000; i++) {
            assertThat(kept).contains(sampler.next(row));
        }
        Sampler flat =
                new Sampler(new Sampling(1, 0.999f, 0, 0, OptionalLong.of(1)), new int[0], 0);
        for (int i = 0; i < 200; i++) {
            assertThat(order.subList(0, 4999)).contains(flat.next(row));
        }
    }

    @Test
    void logprobsAreNaturalAndSorted() {
        Logprobs logprobs = new Logprobs(ROW);
        assertThat((double) logprobs.of(1)).isCloseTo(Math.log(0.4), within(1e-5));
        assertThat(logprobs.mostLikely(3)).containsExactly(1, 3, 2);
        assertThat(logprobs.mostLikely(0)).isEmpty();
    }

    private static double[] frequencies(Sampling sampling) {
        double[] counts = new double[5];
        draws(sampling, 60_000, 0).forEach(token -> counts[token]++);
        return normalised(counts);
    }

    private static Set<Integer> drawn(Sampling sampling) {
        return new TreeSet<>(draws(sampling, 3000, 0));
    }

    private static List<Integer> draws(Sampling sampling, int count, long seed) {
        Sampler sampler = new Sampler(sampling, new int[0], seed);
        List<Integer> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tokens.add(sampler.next(ROW));
        }
        return tokens;
    }

    private static double[] normalised(double[] values) {
        double sum = IntStream.range(0, values.length).mapToDouble(i -> values[i]).sum();
        return IntStream.range(0, values.length).mapToDouble(i -> values[i] / sum).toArray();
    }

    private static float[] logs(double[] probabilities) {
        float[] logits = new float[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(probabilities[i]);
        }
        return logits;
    }
}
