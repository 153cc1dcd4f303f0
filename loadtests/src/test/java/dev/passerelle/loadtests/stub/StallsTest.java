package dev.passerelle.loadtests.stub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StallsTest {
    private static final long MS = 1_000_000;
    private static final long ORIGIN = -5 * MS; // System.nanoTime may be anything

    private static Stall stall(int atMillis, int millis) {
        return new Stall(Duration.ofMillis(atMillis), Duration.ofMillis(millis));
    }

    @Test
    void holdWhatIsDueInOneUntilItsEnd() {
        var stalls = new Stalls(List.of(stall(100, 50)));
        stalls.begin(ORIGIN);
        stalls.begin(ORIGIN + 1000 * MS);
        assertThat(stalls.release(ORIGIN + 99 * MS)).isEqualTo(ORIGIN + 99 * MS);
        assertThat(stalls.release(ORIGIN + 100 * MS)).isEqualTo(ORIGIN + 150 * MS);
        assertThat(stalls.release(ORIGIN + 149 * MS)).isEqualTo(ORIGIN + 150 * MS);
        assertThat(stalls.release(ORIGIN + 150 * MS)).isEqualTo(ORIGIN + 150 * MS);
    }

    @Test
    void mayFollowOneAnother() {
        var stalls = new Stalls(List.of(stall(150, 20), stall(100, 50)));
        stalls.begin(ORIGIN);
        assertThat(stalls.release(ORIGIN + 120 * MS)).isEqualTo(ORIGIN + 170 * MS);
    }

    @Test
    void mayBeAddedAndAreTold() {
        var stalls = new Stalls(List.of());
        stalls.begin(ORIGIN);
        stalls.add(ORIGIN + 30 * MS, stall(10, 5));
        assertThat(stalls.release(ORIGIN + 42 * MS)).isEqualTo(ORIGIN + 45 * MS);
        assertThat(stalls.since(ORIGIN)).containsExactly(stall(40, 5));
    }
}
