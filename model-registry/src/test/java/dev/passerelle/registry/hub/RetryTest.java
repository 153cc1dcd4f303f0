package dev.passerelle.registry.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryTest {

    private static final InstantSource NOW =
            InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z"));

    @ParameterizedTest
    @CsvSource({
        "1, 0, 1000",
        "1, 1, 500",
        "2, 0, 2000",
        "4, 0.5, 6000",
        "9, 0, 30000",
        "9, 1, 15000"
    })
    void doublesPausesAndTakesUpToAHalfAway(int failures, double chance, long millis) {
        assertThat(RetryPolicy.DEFAULT.pause(failures, chance))
                .isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "7, PT7S",
                "\"Sun, 22 Nov 2026 10:00:30 GMT\", PT30S",
                "\"Sun, 22 Nov 2026 09:00:00 GMT\", PT0S"
            })
    void readsRetryAfter(String header, Duration pause) {
        assertThat(new TransientFailure("", 429, header).retryAfter(NOW)).contains(pause);
    }

    @Test
    void ignoresARetryAfterThatCantBeUnderstood() {
        assertThat(new TransientFailure("", 429, "-5").retryAfter(NOW)).isEmpty();
        assertThat(new TransientFailure("", 429, "later").retryAfter(NOW)).isEmpty();
    }
}
