package dev.passerelle.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.passerelle.gateway.tenancy.Measure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateHeadersTest {

    @Test
    void tellTheScarcestRateOfEachUnit() {
        List<Standing> standings =
                List.of(
                        standing(Measure.TOKENS_PER_MINUTE, 100, 60, 24_000),
                        standing(Measure.REQUESTS_PER_MINUTE, 10, 9, 6_000),
                        standing(Measure.TOKENS_PER_DAY, 1_000, 1, 5_000),
                        standing(Measure.TOKENS_PER_MINUTE, 9_000, 3_000, 40_000),
                        standing(Measure.CONCURRENT_REQUESTS, 1, 0, 1_000),
                        standing(Measure.REQUESTS_PER_MINUTE, 5, 4, 12));

        assertThat(told(standings))
                .containsExactly(
                        entry("x-ratelimit-limit-requests", "5"),
                        entry("x-ratelimit-remaining-requests", "4"),
                        entry("x-ratelimit-reset-requests", "12ms"),
                        entry("x-ratelimit-limit-tokens", "9000"),
                        entry("x-ratelimit-remaining-tokens", "3000"),
                        entry("x-ratelimit-reset-tokens", "40s"));
    }

    @Test
    void areAbsentWhereNothingIsLimited() {
        assertThat(told(List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.000000001S, 1ms",
        "PT0.012S, 12ms",
        "PT0.9991S, 1s",
        "PT1S, 1s",
        "PT8.64S, 8.64s",
        "PT10S, 10s",
        "PT6M, 6m0s",
        "PT59M59.9999S, 1h0m0s",
        "PT1H2M3S, 1h2m3s",
        "P30D, 720h0m0s"
    })
    void writeDurationsAsOpenAiDoes(Duration duration, String text) {
        assertThat(Durations.format(duration)).isEqualTo(text);
    }

    private static Map<String, String> told(List<Standing> standings) {
        Map<String, String> headers = new LinkedHashMap<>();
        RateHeaders.tell(standings, (name, value) -> headers.put(name.text(), value));
        return headers;
    }

    private static Standing standing(Measure measure, long capacity, long left, long millis) {
        Scope scope = new Scope(Scope.Kind.KEY, "k1");
        return new Standing(new Limit(scope, measure, capacity), left, Duration.ofMillis(millis));
    }
}
