package dev.passerelle.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.answer.DeploymentFailure.Kind;
import dev.passerelle.gateway.config.RoutingConfig.Policy;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A thousand calls, ten a second, in virtual time: who answers them under each policy. The
/// outcomes are written down, so that a change of a policy shows as a change of text.
class PolicySimulationTest {
    private static final int CALLS = 1000;

    @Test
    void weightedGoesByWeights() throws InterruptedException {
        Simulation simulation =
                new Simulation(
                        World.route(
                                Policy.WEIGHTED,
                                Spot.of("a").weight(6),
                                Spot.of("b").weight(3),
                                Spot.of("c").weight(1)));
        assertThat(simulation.run(CALLS)).isEqualTo("a=598 b=304 c=98");
    }

    @Test
    void leastOutstandingSparesTheSlow() throws InterruptedException {
        Simulation simulation =
                new Simulation(
                        World.route(Policy.LEAST_OUTSTANDING, Spot.of("fast"), Spot.of("slow")));
        simulation.lasts("slow", Duration.ofSeconds(4));
        assertThat(simulation.run(CALLS)).isEqualTo("fast=797 slow=203");
    }

    @Test
    void leastOutstandingGoesByWeightToo() throws InterruptedException {
        Simulation simulation =
                new Simulation(
                        World.route(
                                Policy.LEAST_OUTSTANDING,
                                Spot.of("large").weight(3),
                                Spot.of("small").weight(1)));
        simulation.lasts("large", Duration.ofSeconds(4));
        simulation.lasts("small", Duration.ofSeconds(4));
        assertThat(simulation.run(CALLS)).isEqualTo("large=750 small=250");
    }

    @Test
    void latencyPrefersWhoBeginsSooner() throws InterruptedException {
        Simulation simulation =
                new Simulation(
                        World.route(
                                Policy.LATENCY, Spot.of("far"), Spot.of("mid"), Spot.of("near")));
        simulation.beginsAfter("far", Duration.ofMillis(900));
        simulation.beginsAfter("mid", Duration.ofMillis(300));
        simulation.beginsAfter("near", Duration.ofMillis(100));
        assertThat(simulation.run(CALLS)).isEqualTo("far=66 mid=320 near=614");
    }

    @Test
    void latencyGivesWhoWasSlowAnotherChance() throws InterruptedException {
        Simulation simulation =
                new Simulation(World.route(Policy.LATENCY, Spot.of("near"), Spot.of("slow")));
        simulation.beginsAfter("near", Duration.ofMillis(100));
        simulation.beginsAfter("slow", Duration.ofSeconds(3));
        assertThat(simulation.run(300)).isEqualTo("near=297 slow=3");
        simulation.beginsAfter("slow", Duration.ofMillis(10));
        assertThat(simulation.run(CALLS)).isEqualTo("near=278 slow=722");
    }

    @Test
    void affinityKeepsConversationsTogether() throws InterruptedException {
        Simulation simulation =
                new Simulation(
                        World.route(
                                Policy.PREFIX_AFFINITY,
                                Spot.of("a"),
                                Spot.of("b"),
                                Spot.of("c")));
        simulation.lasts("a", Duration.ZERO);
        simulation.lasts("b", Duration.ZERO);
        simulation.lasts("c", Duration.ZERO);
        Map<Long, String> homes = homes(simulation);
        assertThat(homes(simulation)).isEqualTo(homes);
        assertThat(homes.values()).contains("a", "b", "c");
        simulation.world.backend("b").fails(Kind.CREDENTIALS);
        simulation.run(50);
        homes(simulation)
                .forEach((conversation, now) -> {
                    String before = homes.get(conversation);
                    assertThat(now).isNotEqualTo("b");
                    if (!"b".equals(before)) {
                        assertThat(now).isEqualTo(before);
                    }
                });
    }

    private static Map<Long, String> homes(Simulation simulation) throws InterruptedException {
        Map<Long, String> homes = new TreeMap<>();
        for (long conversation = 1; conversation <= 100; conversation++) {
            homes.put(conversation, simulation.ask(conversation));
        }
        return homes;
    }

    @Test
    void affinityEndsWhereOneHasTooMuch() throws InterruptedException {
        Simulation simulation =
                new Simulation(
                        World.route(
                                Policy.PREFIX_AFFINITY,
                                Spot.of("a"),
                                Spot.of("b"),
                                Spot.of("c")));
        for (int i = 0; i < 36; i++) {
            simulation.ask(7);
        }
        assertThat(simulation.underWay()).isEqualTo("a=5 b=0 c=5");
    }

    @Test
    void cheapestFillsTheCheapestUntilItsOut() throws InterruptedException {
        Simulation simulation =
                new Simulation(
                        World.route(
                                Policy.CHEAPEST,
                                Spot.of("dear").price(5, 5),
                                Spot.of("cheap").price(1, 2),
                                Spot.of("same").price(1, 2)));
        assertThat(simulation.run(CALLS)).isEqualTo("cheap=500 same=500");
        simulation.world.backend("cheap").fails(Kind.CREDENTIALS);
        simulation.world.backend("same").fails(Kind.CREDENTIALS);
        simulation.run(1);
        assertThat(simulation.run(9)).isEqualTo("dear=9");
    }

    @Test
    void aCanaryGetsItsShareAndItsKeys() throws InterruptedException {
        Simulation simulation =
                new Simulation(
                        World.route(
                                Policy.WEIGHTED,
                                Spot.of("a"),
                                Spot.of("b"),
                                Spot.of("canary").canary(5, "tester")));
        assertThat(simulation.run(CALLS)).isEqualTo("a=473 b=485 canary=42");
        World world = simulation.world;
        for (int i = 0; i < 20; i++) {
            assertThat(world.answered(World.call(World.caller("tester"), 0))).isEqualTo("canary");
        }
        world.backend("canary").fails(Kind.ERROR);
        assertThat(world.answered(World.call(World.caller("tester"), 0))).isIn("a", "b");
    }
}
