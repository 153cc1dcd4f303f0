package dev.passerelle.gateway.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.cache.semantic.Questions.Pair;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeaningTest {
    private static final Questions QUESTIONS = Questions.read();

    @Test
    void noNearMissMeansTheSame() {
        assertThat(QUESTIONS.nearMisses()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(QUESTIONS.nearMisses()).noneMatch(MeaningTest::same);
    }

    @Test
    void mostParaphrasesMeanTheSame() {
        List<Pair> missed = QUESTIONS.paraphrases().stream().filter(pair -> !same(pair)).toList();
        assertThat(QUESTIONS.paraphrases()).hasSizeGreaterThanOrEqualTo(25);
        assertThat(missed).hasSizeLessThanOrEqualTo(14);
    }

    @Test
    void everyQuestionMeansWhatItMeans() {
        assertThat(QUESTIONS.nearMisses())
                .allMatch(pair -> same(pair.first(), pair.first()))
                .allMatch(pair -> same(pair.second(), pair.second()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hello! | Thanks!",
                "Please. | Thank you.",
                "new york's mayor | the new mayor of york",
                "You like dogs. | You like dogs?",
                "Let's eat, grandma | Let's eat grandma",
                "What is x²? | What is x2?",
                "The dog's owner bites | The owner bites the dog",
                "Is 1.000 enough? | Is 1.0 enough?",
                "Can you swim? | Swim!",
            })
    void pairsOfWhichOneIsNotTheOther(String first, String second) {
        assertThat(same(first, second)).isFalse();
        assertThat(same(second, first)).isFalse();
    }

    @Test
    void aTextWithoutWordsMeansNothing() {
        assertThat(same("", "")).isFalse();
    }

    @Test
    void printsNoWords() {
        assertThat(Meaning.of("What is my diagnosis?")).hasToString("Meaning[4]");
    }

    private static boolean same(Pair pair) {
        return same(pair.first(), pair.second());
    }

    private static boolean same(String first, String second) {
        return Meaning.of(first).same(Meaning.of(second));
    }
}
