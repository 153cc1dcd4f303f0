package dev.passerelle.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private final Attempts attempts = new Attempts();

    @Test
    void oneThatFoundNoMemoryWaitsAsLongAsItMadeOthersWait() {
        assertThat(attempts.begin(at(100))).isTrue();
        attempts.gaveUp(at(130));
        attempts.end();
        assertThat(attempts.begin(at(159))).isFalse();
        assertThat(attempts.remaining(at(140), new ModelState.Idle()))
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(attempts.begin(at(160))).isTrue();
    }

    @Test
    void eachFailureDoublesThePauseUntilOneSucceeds() {
        assertThat(attempts.begin(at(0))).isTrue();
        attempts.failed(at(10));
        attempts.end();
        assertThat(attempts.begin(at(39))).isFalse();
        assertThat(attempts.begin(at(40))).isTrue();
        attempts.failed(at(40));
        attempts.end();
        assertThat(attempts.begin(at(99))).isFalse();
        assertThat(attempts.begin(at(100))).isTrue();
        attempts.succeeded(at(104));
        attempts.end();
        assertThat(attempts.begin(at(104))).isTrue();
    }

    private static Instant at(long second) {
        return Instant.ofEpochSecond(second);
    }
}
