package dev.passerelle.runtime.sampling;

import static dev.passerelle.runtime.sampling.LogitsRowTest.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Penalties;
import dev.passerelle.runtime.Sampling;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdjustmentsTest {

    private static final int[] NO_PROMPT = {};

    @Test
    void aBiasDecidesTheGreedyChoiceAndTheModelsLogitsStay() {
        LogitsRow row = row(1, 3, 2, 0);
        assertThat(greedy(Penalties.NONE, Map.of(2, 1.5f)).next(row)).isEqualTo(2);
        assertThat(row.logit(2)).isEqualTo(2);
        assertThat((double) new Logprobs(row).of(1))
                .isCloseTo((double) new Logprobs(row(1, 3, 2, 0)).of(1), within(1e-6));
        assertThat(new Logprobs(row).mostLikely(1)).containsExactly(1);
    }

    @Test
    void aBiasOf100MakesATokenCertainAndOneOfMinus100BansIt() {
        Sampling certain = sampling(1, Penalties.NONE, Map.of(0, 100f));
        Sampling banned = sampling(1, Penalties.NONE, Map.of(1, -100f));
        Sampler always = new Sampler(certain, NO_PROMPT, 1);
        Sampler never = new Sampler(banned, NO_PROMPT, 1);
        TreeSet<Integer> seen = new TreeSet<>();
        for (int i = 0; i < 500; i++) {
            assertThat(always.next(row(1, 3, 2, 0))).isZero();
            seen.add(never.next(row(1, 3, 2, 0)));
        }
        assertThat(seen).containsExactly(0, 2, 3);
    }

    @Test
    void frequencyCountsEachGeneratedToken() {
        Sampler sampler = greedy(new Penalties(0.4f, 0, 1), Map.of());
        // 3 falls by 0.4 each time until 2.2 < 2.5, then they take turns
        assertThat(draws(sampler, 6, 3, 2.5f, 0)).containsExactly(0, 0, 1, 0, 1, 0);
    }

    @Test
    void presenceCountsOnce() {
        Sampler sampler = greedy(new Penalties(0, 0.6f, 1), Map.of());
        assertThat(draws(sampler, 5, 3, 2.5f, 2.45f)).containsExactly(0, 1, 2, 0, 0);
    }

    @Test
    void frequencyAndPresenceLeaveThePromptAlone() {
        Sampling sampling = sampling(0, new Penalties(2, 2, 1), Map.of());
        assertThat(new Sampler(sampling, new int[] {0, 0, 0}, 1).next(row(3, 2.5f))).isZero();
    }

    @Test
    void repetitionCountsPromptAndCompletionAndBothSigns() {
        Sampling sampling = sampling(0, new Penalties(0, 0, 2), Map.of());
        assertThat(new Sampler(sampling, new int[] {0}, 1).next(row(3, 2, 1))).isEqualTo(1);
        assertThat(new Sampler(sampling, new int[] {0}, 1).next(row(-1, -1.5f, -3))).isEqualTo(1);
        Sampler sampler = new Sampler(sampling, new int[] {0}, 1);
        assertThat(draws(sampler, 3, 3, 2, 1.2f)).containsExactly(1, 0, 0);
    }

    @Test
    void anAbsentAdjustmentLeavesTheRowWhereItIs() {
        LogitsRow row = row(1, 3, 2);
        Sampler sampler = new Sampler(Sampling.GREEDY, new int[] {1, 1}, 1);
        assertThat(sampler.next(row)).isEqualTo(1);
        assertThat(sampler.next(row)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 50, 1_000_000})
    void tokensOutsideTheVocabularyAreRefused(int token) {
        assertThatThrownBy(
                        () -> Adjustments.check(sampling(1, Penalties.NONE, Map.of(token, 1f)), 50))
                .isInstanceOf(InferenceException.InvalidInput.class)
                .hasMessageContaining("token " + token)
                .hasMessageContaining("0 to 49");
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        assertThatThrownBy(
                        () -> Adjustments.check(sampling(1, Penalties.NONE, Map.of(3, 100.5f)), 50))
                .hasMessageContaining("100.5");
        assertThatThrownBy(
                        () -> Adjustments.check(sampling(1, new Penalties(0, 0, 0), Map.of()), 50))
                .hasMessageContaining("repetition");
        assertThatCode(() -> Adjustments.check(sampling(1, Penalties.NONE, Map.of(49, -100f)), 50))
                .doesNotThrowAnyException();
    }

    private static int[] draws(Sampler sampler, int count, float... logits) {
        int[] tokens = new int[count];
        for (int i = 0; i < count; i++) {
            tokens[i] = sampler.next(row(logits));
        }
        return tokens;
    }

    private static Sampler greedy(Penalties penalties, Map<Integer, Float> biases) {
        return new Sampler(sampling(0, penalties, biases), NO_PROMPT, 1);
    }

    private static Sampling sampling(
            float temperature, Penalties penalties, Map<Integer, Float> biases) {
        return new Sampling(temperature, 1, 0, 0, OptionalLong.of(3), penalties, biases);
    }
}
