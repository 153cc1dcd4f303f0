package dev.passerelle.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.config.ClientLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Pace pace =
            new Pace(
                    new ClientLimits(Duration.ofSeconds(10), Duration.ofSeconds(30), SECOND, 1, 0));

    @Test
    void givesAllHeadersOneTime() {
        for (int i = 10; i > 0; i--) {
            assertThat(pace.patience()).isEqualTo(Duration.ofSeconds(i));
            pace.received(1, SECOND);
        }
        assertThat(pace.patience()).isZero();
    }

    @Test
    void waitsForTheNextRequestWithoutLimit() {
        pace.begin(Pace.Part.NOTHING);

        assertThat(pace.patience()).isGreaterThan(Duration.ofDays(365));
        pace.received(1, Duration.ofHours(1));

        assertThat(pace.part()).isEqualTo(Pace.Part.HEAD);
        assertThat(pace.patience()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void cutsABodyThatDribbles() {
        pace.begin(Pace.Part.BODY);
        for (int i = 0; i < 30; i++) {
            pace.received(10, SECOND);
        }

        assertThat(pace.patience()).isLessThan(SECOND);
    }

    @Test
    void letsALongBodyTakeItsTime() {
        pace.begin(Pace.Part.BODY);
        for (int i = 0; i < 10_000; i++) {
            pace.received(1024, SECOND);
        }

        assertThat(pace.patience()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void givesABodyThatWasFastNoMoreThanTheLongestWait() {
        pace.begin(Pace.Part.BODY);
        pace.received(1 << 30, SECOND);

        assertThat(pace.patience()).isEqualTo(Duration.ofSeconds(30));
    }
}
