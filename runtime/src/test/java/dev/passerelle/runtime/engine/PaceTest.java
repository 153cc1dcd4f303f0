package dev.passerelle.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long MILLIS = 1_000_000;

    private long now;
    private final Pace pace = new Pace(() -> now, 128, 4);

    @Test
    void whereNothingDecodesAChunkIsWhole() {
        read(128, 100);
        step(5);
        assertThat(pace.chunk(false)).isEqualTo(128);
    }

    @Test
    void besideDecodeStepsAChunkTakesAboutTheTimeOfOneAndAHalf() {
        read(128, 128);
        step(70);
        assertThat(pace.chunk(true)).isEqualTo(96);
    }

    @Test
    void itIsNeverSmallerThan16NorLargerThanConfigured() {
        read(128, 128);
        step(3);
        assertThat(pace.chunk(true)).isEqualTo(16);
        for (int i = 0; i < 100; i++) {
            step(1_000);
        }
        assertThat(pace.chunk(true)).isEqualTo(128);
        assertThat(new Pace(() -> now, 8, 4).chunk(true)).isEqualTo(8);
    }

    @Test
    void followsWhatItMeasures() {
        read(128, 128);
        step(64);
        for (int i = 0; i < 50; i++) {
            read(32, 64);
        }
        assertThat(pace.chunk(true)).isEqualTo(48);
    }

    @Test
    void copyingEndsWhenAStepsTimeIsOver() {
        step(20);
        long since = pace.now();
        now += 19 * MILLIS;
        assertThat(pace.exhausted(since, true)).isFalse();
        now += 2 * MILLIS;
        assertThat(pace.exhausted(since, true)).isTrue();
        assertThat(pace.exhausted(since, false)).isFalse();
    }

    private void read(int tokens, long millis) {
        long since = pace.now();
        now += millis * MILLIS;
        pace.read(tokens, since);
    }

    private void step(long millis) {
        long since = pace.now();
        now += millis * MILLIS;
        pace.stepped(since);
    }
}
