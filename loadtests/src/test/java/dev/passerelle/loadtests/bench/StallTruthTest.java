package dev.passerelle.loadtests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.passerelle.loadtests.distribution.Distributions;
import org.junit.jupiter.api.Test;

class StallTruthTest {
    private static final Truth.Stall STALL = new Truth.Stall(5, 0.5);

    @Test
    void knowsWhatAStallDoesToAnOpenLoop() {
        double[] millis = Truth.open(100, 20, 20, STALL);
        assertThat(millis).hasSize(2000);
        // 50 of 2000 are held, for 10 ms, 20 ms, ... 500 ms
        assertThat(Truth.above(millis, 20.001)).isEqualTo(50);
        assertThat(Truth.percentile(millis, 0.5)).isCloseTo(20, within(1e-6));
        assertThat(Truth.percentile(millis, 0.99)).isCloseTo(20 + 300, within(1e-6));
        assertThat(Truth.percentile(millis, 0.999)).isCloseTo(20 + 480, within(1e-6));
        assertThat(Truth.percentile(millis, 1)).isCloseTo(520, within(1e-6));
    }

    @Test
    void knowsThatAClosedLoopHidesIt() {
        double[] millis = Truth.closed(2, 20, 20, STALL);
        assertThat(Truth.above(millis, 20.001)).isEqualTo(2);
        assertThat(millis.length).isBetween(1940, 1960);
        assertThat(Truth.percentile(millis, 0.99)).isCloseTo(20, within(1e-6));
    }

    @Test
    void letsThreePerCentOrAMillisecondPass() {
        assertThat(Truth.agrees(100, 103)).isTrue();
        assertThat(Truth.agrees(100, 103.2)).isFalse();
        assertThat(Truth.agrees(5, 6)).isTrue();
        assertThat(Truth.agrees(5, 6.01)).isFalse();
    }

    @Test
    void addsUpGaps() {
        double[] sums = Truth.sums(Distributions.parse("uniform(5, 15)"), 19, 20_000, 1);
        assertThat(Truth.percentile(sums, 0.5)).isCloseTo(190, within(1.0));
        assertThat(Truth.percentile(sums, 0.99)).isCloseTo(190 + 2.326 * 12.58, within(1.5));
    }
}
