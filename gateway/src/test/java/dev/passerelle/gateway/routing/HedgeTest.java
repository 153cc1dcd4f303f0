package dev.passerelle.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.DeploymentFailure.Kind;
import dev.passerelle.gateway.config.ResilienceConfig;
import dev.passerelle.gateway.config.RoutingConfig;
import dev.passerelle.gateway.config.RoutingConfig.Policy;
import dev.passerelle.gateway.openai.ApiException.ModelUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HedgeTest {
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofHours(1);

    private final AtomicBoolean interrupted = new AtomicBoolean();

    private static World world(Duration hedgeAfter, ResilienceConfig resilience) {
        return new World(
                1,
                resilience,
                World.route(
                        "m",
                        new RoutingConfig(Policy.CHEAPEST, 3, List.of(), hedgeAfter, 1.25),
                        Spot.of("a").price(1, 1),
                        Spot.of("b").price(2, 2)));
    }

    private static World world(Duration hedgeAfter) {
        return world(hedgeAfter, ResilienceConfig.DEFAULT);
    }

    private void hang() throws InterruptedException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.set(true);
            throw e;
        }
    }

    @Test
    void aSecondAnswersForOneThatTakesLong() throws InterruptedException {
        World world = world(AT_ONCE);
        world.backend("a").whenBegun = this::hang;
        try (Answer answer = world.ask()) {
            assertThat(answer.origin().deployment()).isEqualTo("b");
            assertThat(world.till.taken).hasValue(2);
            assertThat(world.till.held).hasSize(1);
        }
        World.await("the loser is interrupted", interrupted::get);
        World.await("nothing is under way", () -> world.deployment("a").status().calls() == 0);
        assertThat(world.deployment("a").status().failures()).isZero();
        assertThat(world.events).contains("hedge b won");
    }

    @Test
    void theFirstMayStillWin() throws InterruptedException {
        World world = world(AT_ONCE);
        CountDownLatch second = new CountDownLatch(1);
        world.backend("a").whenBegun = second::await;
        world.backend("b").whenBegun =
                () -> {
                    second.countDown();
                    hang();
                };
        assertThat(world.answered()).isEqualTo("a");
        World.await("the loser is interrupted", interrupted::get);
        assertThat(world.till.held).hasSize(1);
        assertThat(world.events).contains("hedge b lost");
    }

    @Test
    void anAnswerThatComesTooLateIsClosed() throws InterruptedException {
        World world = world(AT_ONCE);
        CountDownLatch won = new CountDownLatch(1);
        world.backend("a").whenBegun =
                () -> {
                    boolean late = false;
                    while (!late) {
                        try {
                            won.await();
                            late = true;
                        } catch (InterruptedException e) {
                            interrupted.set(true);
                        }
                    }
                };
        assertThat(world.answered()).isEqualTo("b");
        won.countDown();
        World.await("nothing is under way", () -> world.deployment("a").status().calls() == 0);
        assertThat(world.backend("a").open).hasValue(0);
        assertThat(world.till.held).hasSize(1);
    }

    @Test
    void noSecondIsAskedWhenTheFirstIsQuick() throws InterruptedException {
        World world = world(NEVER);
        assertThat(world.answered()).isEqualTo("a");
        assertThat(world.backend("b").prepared).hasValue(0);
    }

    @Test
    void aFirstThatFailsIsRetriedAsEver() throws InterruptedException {
        World world = world(NEVER);
        world.backend("a").fails(Kind.ERROR);
        assertThat(world.answered()).isEqualTo("b");
        assertThat(world.till.held).hasSize(1);
    }

    @Test
    void bothMayFail() {
        World world = world(AT_ONCE);
        CountDownLatch second = new CountDownLatch(1);
        world.backend("a").whenBegun =
                () -> {
                    second.await();
                    throw new dev.passerelle.gateway.answer.DeploymentFailure(Kind.ERROR, "a");
                };
        world.backend("b").whenBegun =
                () -> {
                    second.countDown();
                    throw new dev.passerelle.gateway.answer.DeploymentFailure(Kind.ERROR, "b");
                };
        assertThatThrownBy(world::ask)
                .isInstanceOf(ModelUnavailable.class)
                .hasMessageContaining("a: just now, a; b: just now, b");
        assertThat(world.till.held).isEmpty();
    }

    @Test
    void aClientThatLeavesEndsBoth() throws InterruptedException {
        World world = world(AT_ONCE);
        CountDownLatch both = new CountDownLatch(2);
        FakeBackend.Behaviour hang =
                () -> {
                    both.countDown();
                    hang();
                };
        world.backend("a").whenBegun = hang;
        world.backend("b").whenBegun = hang;
        AtomicBoolean ended = new AtomicBoolean();
        Thread client =
                Thread.ofVirtual()
                        .start(() -> {
                            try (Answer _ = world.ask()) {
                                // never gets here
                            } catch (InterruptedException e) {
                                ended.set(true);
                            }
                        });
        both.await();
        client.interrupt();
        client.join();
        assertThat(ended).isTrue();
        assertThat(world.till.held).isEmpty();
        World.await(
                "nothing is under way",
                () ->
                        world.deployment("a").status().calls() == 0
                                && world.deployment("b").status().calls() == 0);
    }

    @Test
    void noSecondIsAskedBeyondTheBudget() throws InterruptedException {
        World world = world(AT_ONCE, new ResilienceConfig(0, 0, 5, Duration.ofSeconds(10)));
        CountDownLatch asked = new CountDownLatch(1);
        world.backend("a").whenBegun =
                () ->
                        assertThat(asked.await(20, java.util.concurrent.TimeUnit.MILLISECONDS))
                                .isFalse();
        assertThat(world.answered()).isEqualTo("a");
        assertThat(world.backend("b").prepared).hasValue(0);
    }
}
