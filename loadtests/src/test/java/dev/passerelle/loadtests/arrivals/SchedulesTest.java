package dev.passerelle.loadtests.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.passerelle.loadtests.distribution.Distributions;
import dev.passerelle.loadtests.plan.Arrivals;
import dev.passerelle.loadtests.plan.Arrivals.Step;
import dev.passerelle.loadtests.plan.ScenarioException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class SchedulesTest {
    @Test
    void constantDistancesDoNotDrift() {
        var all = Scenarios.all(Scenarios.of(new Arrivals.Constant(3), 100_000));
        assertThat(all).hasSize(300_000);
        assertThat(all.getFirst().offset()).isZero();
        assertThat(all.get(1).offset()).isEqualTo(333_333_333);
        assertThat(all.get(299_997).offset()).isEqualTo(99_999_000_000_000L);
    }

    @Test
    void requestsAreABound() {
        var arrivals = List.of(new Arrivals.Constant(3), new Arrivals.Poisson(3));
        for (Arrivals each : arrivals) {
            assertThat(Scenarios.seconds(Scenarios.of(each, Duration.ofDays(1), 7, 1))).hasSize(7);
            assertThat(Scenarios.seconds(Scenarios.of(each, Duration.ZERO, 7, 1))).hasSize(7);
        }
    }

    @Test
    void poissonCountsAndDistancesAreExponential() {
        double[] at = Scenarios.seconds(Scenarios.of(new Arrivals.Poisson(50), 1000));
        assertThat((double) at.length).isCloseTo(50_000, within(4 * Math.sqrt(50_000)));
        assertThat(at).isSorted();
        assertThat(at[at.length - 1]).isLessThan(1000);
        assertThat(furthest(at, 50)).isLessThan(1.63 / Math.sqrt(at.length));
    }

    /// The statistic of Kolmogorov and Smirnov; 1.63 / sqrt(n) is its 99th percentile.
    private static double furthest(double[] at, double rate) {
        double[] gaps = new double[at.length - 1];
        Arrays.setAll(gaps, i -> at[i + 1] - at[i]);
        Arrays.sort(gaps);
        double furthest = 0;
        for (int i = 0; i < gaps.length; i++) {
            double told = -Math.expm1(-rate * gaps[i]);
            furthest = Math.max(furthest, Math.abs(told - (i + 0.5) / gaps.length));
        }
        return furthest;
    }

    @Test
    void rampFollowsTheIntegralOfItsRate() {
        double[] at = Scenarios.seconds(Scenarios.of(new Arrivals.Ramp(10, 90), 1000));
        for (double t : new double[] {200, 500, 800, 1000}) {
            double expected = 10 * t + 80 * t * t / 2000;
            assertThat(until(at, t)).isCloseTo(expected, within(4 * Math.sqrt(expected)));
        }
        double[] down = Scenarios.seconds(Scenarios.of(new Arrivals.Ramp(90, 0), 1000));
        assertThat(until(down, 500)).isCloseTo(33_750, within(800.0));
        assertThat(until(down, 1000)).isCloseTo(45_000, within(900.0));
    }

    @Test
    void burstsComeAndGo() {
        var bursts = new Arrivals.Bursts(100, Duration.ofSeconds(2), 0, Duration.ofSeconds(8));
        double[] at = Scenarios.seconds(Scenarios.of(bursts, 1000));
        assertThat((double) at.length).isCloseTo(20_000, within(4 * Math.sqrt(20_000)));
        assertThat(at).isSorted();
        assertThat(Arrays.stream(at).map(t -> t % 10)).allMatch(t -> t < 2.000001);
        var idle = new Arrivals.Bursts(100, Duration.ofSeconds(2), 5, Duration.ofSeconds(8));
        double quiet =
                Arrays.stream(Scenarios.seconds(Scenarios.of(idle, 1000)))
                        .filter(t -> t % 10 >= 2)
                        .count();
        assertThat(quiet).isCloseTo(4_000, within(4 * Math.sqrt(4_000)));
    }

    @Test
    void stepsEndWithTheLast() {
        var steps =
                new Arrivals.Steps(
                        List.of(
                                new Step(100, Duration.ofSeconds(100)),
                                new Step(0, Duration.ofSeconds(50)),
                                new Step(400, Duration.ofSeconds(100))));
        double[] at = Scenarios.seconds(Scenarios.of(steps, 1_000_000));
        assertThat(until(at, 100)).isCloseTo(10_000, within(400.0));
        assertThat(until(at, 150) - until(at, 100)).isZero();
        assertThat((double) at.length).isCloseTo(50_000, within(900.0));
        assertThat(at[at.length - 1]).isLessThan(250);
        assertThat(Scenarios.seconds(Scenarios.of(steps, 120)))
                .isEqualTo(Arrays.copyOf(at, (int) until(at, 120)));
    }

    private static double until(double[] at, double second) {
        return Arrays.stream(at).filter(t -> t < second).count();
    }

    @Test
    void sameSeedSameArrivals() {
        for (Arrivals each : List.of(new Arrivals.Poisson(20), new Arrivals.Ramp(1, 20))) {
            var hour = Duration.ofHours(1);
            assertThat(Scenarios.seconds(Scenarios.of(each, hour, 500, 4)))
                    .isEqualTo(Scenarios.seconds(Scenarios.of(each, hour, 500, 4)));
            assertThat(Scenarios.seconds(Scenarios.of(each, hour, 500, 5)))
                    .isNotEqualTo(Scenarios.seconds(Scenarios.of(each, hour, 500, 4)));
        }
    }

    @Test
    void aStepOfASweepIsPoisson() {
        var schedule = Schedules.poisson(100, Duration.ofSeconds(100), 3);
        int count = 0;
        for (; schedule.hasNext(); count++) {
            assertThat(schedule.next().lengths()).isNull();
        }
        assertThat((double) count).isCloseTo(10_000, within(400.0));
        assertThatThrownBy(schedule::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void nothingComesAtRateZero() {
        assertThat(Scenarios.seconds(Scenarios.of(new Arrivals.Poisson(0), 10))).isEmpty();
        assertThat(Scenarios.seconds(Scenarios.of(new Arrivals.Ramp(0, 0), 10))).isEmpty();
        assertThat(
                        Scenarios.seconds(
                                Scenarios.of(
                                        new Arrivals.Steps(
                                                List.of(new Step(0, Duration.ofSeconds(1)))),
                                        10)))
                .isEmpty();
    }

    @Test
    void tellsWhatToExpect() {
        assertThat(Schedules.expected(Scenarios.of(new Arrivals.Ramp(10, 90), 1000)))
                .isEqualTo(new Expected(50_000, 1000, 2, 100, 20));
        assertThat(Schedules.expected(Scenarios.of(new Arrivals.Poisson(5), Duration.ZERO, 100, 1)))
                .isEqualTo(new Expected(50, 10, 2, 100, 20));
        var burst = new Arrivals.Bursts(10, Duration.ofSeconds(1), 2, Duration.ofSeconds(4));
        assertThat(Schedules.expected(Scenarios.of(burst, 11)).conversations())
                .isCloseTo(46, within(1e-9));
        var steps = new Arrivals.Steps(List.of(new Step(10, Duration.ofSeconds(60))));
        assertThat(Schedules.expected(Scenarios.of(steps, 0)))
                .isEqualTo(new Expected(600, 60, 2, 100, 20));
        var users = new Arrivals.Users(3, Distributions.parse("1"));
        assertThat(Schedules.expected(Scenarios.of(users, 60)).conversations()).isNaN();
    }

    @Test
    void noScheduleWithoutDurationOrForUsers() {
        assertThatThrownBy(() -> Schedules.of(Scenarios.of(new Arrivals.Ramp(1, 2), 0)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("a ramp needs a duration");
        var users = new Arrivals.Users(3, Distributions.parse("1"));
        assertThatThrownBy(() -> Schedules.of(Scenarios.of(users, 60)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
