package dev.passerelle.loadtests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionsTest {
    /// Quantiles of the standard normal: z(0.9) = 1.2815515655, z(0.99) = 2.3263478740.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "64 | 0.3 | 64",
                "fixed(64) | 0.999 | 64",
                "uniform(10, 20) | 0.25 | 12.5",
                "uniform(max=20, min=10) | 0.25 | 12.5",
                "normal(100, 10) | 0.9 | 112.815515655",
                "normal(mean=100, sd=10) | 0.01 | 76.736521260",
                "normal(1, 10) | 0.1 | 0",
                "normal(100, 10, min=90, max=105) | 0.01 | 90",
                "normal(100, 10, min=90, max=105) | 0.99 | 105",
                "lognormal(mean=200, sd=80) | 0.5 | 185.695338177",
                "lognormal(200, 80) | 0.9 | 304.243743306",
                "exponential(mean=2) | 0.5 | 1.386294361",
                "exponential(2) | 0.99 | 9.210340372",
                "gamma(mean=2, cv=1) | 0.99 | 9.210340372",
                "choice(100: 0.7, 1000: 0.3) | 0.69 | 100",
                "choice(100: 0.7, 1000: 0.3) | 0.71 | 1000",
                "choice(1000: 3, 100: 7) | 0.69 | 100",
                "empirical(10, 30, 20) | 0.5 | 20",
                "1.5e3 | 0 | 1500"
            })
    void quantile(String text, double p, double value) {
        assertThat(Distributions.parse(text).quantile(p)).isCloseTo(value, within(1e-6));
    }

    /// E min(X, mean) of a lognormal is 2 mean F(-s/2), s its logarithm's deviation. E max(0, X) of
    /// a normal of mean 0 is sd / sqrt(2 pi); an exponential cut at its mean has the mean 1 - 1/e
    /// of it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "64 | 64",
                "uniform(10, 20) | 15",
                "normal(100, 10) | 100",
                "normal(0, 10) | 3.989422804",
                "lognormal(200, 80) | 200",
                "lognormal(200, 800) | 200",
                "lognormal(200, 80, min=1e7) | 1e7",
                "normal(200, 1, max=10) | 10",
                "lognormal(200, 80, max=200) | 169.450284591",
                "exponential(10, max=10) | 6.321205588",
                "exponential(10, min=10, max=1e6) | 13.678794412",
                "gamma(50, 2) | 50",
                "choice(100: 0.7, 1000: 0.3) | 370"
            })
    void mean(String text, double value) {
        var distribution = Distributions.parse(text);
        assertThat(distribution.mean()).isCloseTo(value, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "64",
                "uniform(10, 20)",
                "normal(1, 10)",
                "normal(20, 30, min=5, max=40)",
                "lognormal(mean=200, sd=80)",
                "lognormal(mean=200, sd=80, max=200)",
                "exponential(3)",
                "gamma(mean=50, cv=2)",
                "choice(100: 0.7, 1000: 0.3)"
            })
    void samplesHaveTheMeanItTells(String text) {
        var distribution = Distributions.parse(text);
        var random = new SplittableRandom(7);
        int count = 20_000;
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += distribution.sample(random);
        }
        assertThat(sum / count).isCloseTo(distribution.mean(), within(distribution.mean() / 20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "64 | 64",
                " Fixed( 64.0 ) | 64",
                "uniform(10,20) | uniform(min=10, max=20)",
                "normal(100, 10, max=200, min=5.5) | normal(mean=100, sd=10, min=5.5, max=200)",
                "lognormal(sd=80,mean=200) | lognormal(mean=200, sd=80)",
                "exponential(0.25) | exponential(mean=0.25)",
                "gamma(1, 2) | gamma(mean=1, cv=2)",
                "normal(64, 0) | 64",
                "uniform(3, 3) | 3",
                "empirical(3, 1) | choice(1: 1, 3: 1)",
                "choice(1000: 0.3, 100: 0.7) | choice(100: 0.7, 1000: 0.3)"
            })
    void printsWhatReadsTheSame(String text, String printed) {
        var distribution = Distributions.parse(text);
        assertThat(distribution).hasToString(printed);
        assertThat(Distributions.parse(printed)).isEqualTo(distribution);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "-3 | must be at least 0",
                "NaN | is no distribution; allowed are a number, fixed(value)",
                "noise | is no distribution",
                "lognorml(1, 2) | there is no distribution lognorml; allowed are a number",
                "normal(1) | sd is missing; it needs mean, sd",
                "normal(1, 2, 3) | too many values; it needs mean, sd",
                "normal(mean=1, sigma=2) | 'sigma' is none of mean, sd, min, max",
                "normal(mean=1, mean=2) | mean is given twice",
                "normal(1, x) | sd is 'x', which is no number",
                "normal(1, -2) | sd must be at least 0",
                "normal(5, 1, min=9, max=3) | max must be at least min",
                "uniform(9, 3) | max must be at least min",
                "lognormal(0, 3) | mean must be above 0",
                "exponential(0) | mean must be above 0",
                "gamma(3, 0) | mean and cv must be above 0",
                "choice() | it needs at least one value",
                "choice(1: 0) | weights must be above 0",
                "choice(1: 2: 3) | '1: 2: 3' is no value",
                "choice(a: 1) | 'a: 1' is no value"
            })
    void tellsWhatIsWrong(String text, String why) {
        assertThatThrownBy(() -> Distributions.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void wholeNumbersAreAtLeastTheLeast() {
        var random = new SplittableRandom(1);
        assertThat(Distributions.parse("0").whole(random, 1)).isEqualTo(1);
        assertThat(Distributions.parse("1e12").whole(random, 1)).isEqualTo(Integer.MAX_VALUE);
    }
}
