package dev.passerelle.loadtests.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.result.Capacity;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
import dev.passerelle.loadtests.result.SweepStep;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CapacitiesTest {
    /// In a queue with one server, random arrivals and random work, power is highest at half of its
    /// capacity.
    @Test
    void findsTheKneeOfASimpleQueue() {
        List<SweepStep> steps =
                IntStream.rangeClosed(1, 9)
                        .mapToObj(tenth -> step(tenth, 1000.0 / (10 - tenth), tenth <= 7))
                        .toList();
        assertThat(Capacities.of(steps)).isEqualTo(new Capacity(5, 7, 9));
    }

    /// One that refuses what it has no room for is as quick with the rest at any rate.
    @Test
    void theKneeOfAServerThatRefusesIsNotWhereItRefusesMost() {
        List<SweepStep> steps =
                IntStream.rangeClosed(1, 9)
                        .mapToObj(rate -> refusing(rate, Math.min(rate, 5), rate <= 5))
                        .toList();
        assertThat(Capacities.of(steps).knee()).isEqualTo(5);
    }

    @Test
    void findsNothingInNothing() {
        assertThat(Capacities.of(List.of())).isEqualTo(new Capacity(0, 0, 0));
    }

    private static SweepStep step(double rate, double latency, boolean sustained) {
        return step(rate, rate, latency, sustained);
    }

    private static SweepStep refusing(int rate, int answered, boolean sustained) {
        return step(rate, answered, 1000, sustained);
    }

    private static SweepStep step(double rate, double answered, double latency, boolean sustained) {
        Spread e2e = new Spread(1, latency, 0, 0, 0, 0, 0, 0, 0, 0, 0, "");
        Summary summary =
                new Summary(
                        10,
                        new Summary.Requests(
                                0,
                                Math.round(10 * rate),
                                Math.round(10 * answered),
                                Math.round(10 * (rate - answered)),
                                0,
                                0,
                                0),
                        new Summary.Throughput(answered, 0, 0),
                        Map.of("e2e", e2e),
                        null,
                        Map.of(),
                        Map.of());
        return new SweepStep(rate, sustained, sustained ? "" : "the queue grew", summary);
    }
}
