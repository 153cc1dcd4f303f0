package dev.passerelle.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.DeploymentFailure.Kind;
import dev.passerelle.gateway.config.ResilienceConfig;
import dev.passerelle.gateway.config.RoutingConfig;
import dev.passerelle.gateway.config.RoutingConfig.Policy;
import dev.passerelle.gateway.openai.ApiException.Forbidden;
import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.openai.ApiException.ModelUnavailable;
import dev.passerelle.gateway.openai.ApiException.RateLimited;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.runtime.InferenceException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DispatcherTest {
    /// Asks `a` before `b` before `c`.
    private static World inOrder() {
        return new World(
                World.route(
                        Policy.CHEAPEST,
                        Spot.of("a").in("eu").price(1, 1),
                        Spot.of("b").in("us").price(2, 2),
                        Spot.of("c").in("us").price(3, 3)));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anotherAnswersForOneThatFails(Kind kind) throws InterruptedException {
        World world = inOrder();
        world.backend("a").fails(kind);
        assertThat(world.answered()).isEqualTo("b");
        assertThat(world.till.held).hasSize(1);
        assertThat(world.till.taken).hasValue(2);
        assertThat(world.deployment("a").status().calls()).isZero();
        assertThat(world.deployment("b").status().tokens()).isZero();
    }

    @Test
    void countsWhatIsUnderWay() throws InterruptedException {
        World world = inOrder();
        try (Answer _ = world.ask()) {
            assertThat(world.deployment("a").status())
                    .returns(1, DeploymentStatus::calls)
                    .returns(30L, DeploymentStatus::tokens);
        }
        assertThat(world.deployment("a").status())
                .returns(0, DeploymentStatus::calls)
                .returns(0L, DeploymentStatus::tokens);
        assertThat(world.backend("a").open).hasValue(0);
    }

    @Test
    void triesNoMoreThanItsAttempts() {
        World world = inOrder();
        world.router.replace(
                List.of(
                        World.route(
                                "m",
                                new RoutingConfig(Policy.CHEAPEST, 2, List.of(), null, 1.25),
                                Spot.of("a").in("eu").price(1, 1),
                                Spot.of("b").in("us").price(2, 2),
                                Spot.of("c").in("us").price(3, 3))),
                World.START);
        world.backends.values().forEach(backend -> backend.fails(Kind.ERROR));
        assertThatThrownBy(world::ask)
                .isInstanceOf(ModelUnavailable.class)
                .hasMessage(
                        "No deployment of the model 'm' can answer now: a (eu): just now, error; b (us): just now, error; c (us): not tried. Please try again later.");
        assertThat(world.backend("c").prepared).hasValue(0);
        assertThat(world.till.held).isEmpty();
    }

    @Test
    void aBadRequestIsTriedOnce() {
        World world = inOrder();
        InvalidRequest refusal = new InvalidRequest("no", "messages", "invalid_value");
        world.backend("a").whenBegun =
                () -> {
                    throw refusal;
                };
        assertThatThrownBy(world::ask).isSameAs(refusal);
        assertThat(world.backend("b").prepared).hasValue(0);
        assertThat(world.till.held).isEmpty();
        assertThat(world.deployment("a").status().failures()).isZero();
    }

    @Test
    void whatTheCallersLimitsRefuseIsTriedOnce() {
        World world = inOrder();
        world.till.empty = true;
        assertThatThrownBy(world::ask).isInstanceOf(RateLimited.class);
        assertThat(world.backend("a").begun).hasValue(0);
        assertThat(world.backend("b").prepared).hasValue(0);
        assertThat(world.deployment("a").status().calls()).isZero();
    }

    @Test
    void aParameterTheRuntimeHereCantHonourGoesElsewhere() throws InterruptedException {
        World world =
                new World(
                        World.route(
                                Policy.CHEAPEST,
                                Spot.of("here").here(),
                                Spot.of("there").price(1, 1)));
        world.backend("here").whenPrepared =
                () -> {
                    throw new InvalidRequest("no tools here", "tools", "unsupported_value");
                };
        assertThat(world.answered()).isEqualTo("there");
        assertThat(world.events).doesNotContain("no more retries");
    }

    @Test
    void aParameterNobodyCanHonourIsRefused() {
        World world = new World(World.route(Policy.WEIGHTED, Spot.of("here").here()));
        world.backend("here").whenPrepared =
                () -> {
                    throw new InvalidRequest("no tools here", "tools", "unsupported_value");
                };
        assertThatThrownBy(world::ask).isInstanceOf(InvalidRequest.class);
    }

    @Test
    void aFullQueueSpillsOverWithoutRetryBudget() throws InterruptedException {
        ResilienceConfig none = new ResilienceConfig(0, 0, 5, Duration.ofSeconds(10));
        World world =
                new World(
                        1,
                        none,
                        World.route(
                                Policy.CHEAPEST,
                                Spot.of("here").here(),
                                Spot.of("there").price(1, 1)));
        world.backend("here").whenPrepared =
                () -> {
                    throw new InferenceException.QueueFull("full", Duration.ofSeconds(2));
                };
        assertThat(world.answered()).isEqualTo("there");
        assertThat(world.deployment("here").status().up()).isTrue();
    }

    @Test
    void theOnlyOnesFailureIsToldAsItIs() {
        World world = new World(World.route(Policy.WEIGHTED, Spot.of("a")));
        world.backend("a").fails(Kind.FIRST_TOKEN_TIMEOUT);
        DeploymentFailure failure = catchThrowableOfType(DeploymentFailure.class, world::ask);
        assertThat(failure.kind()).isEqualTo(Kind.FIRST_TOKEN_TIMEOUT);
        assertThat(world.backend("a").begun).hasValue(1);
    }

    @Test
    void theOnlyOneIsAskedAgainAfterAMomentIfItFailedAtOnce() throws InterruptedException {
        World world = new World(World.route(Policy.WEIGHTED, Spot.of("a")));
        FakeBackend backend = world.backend("a");
        backend.whenBegun =
                () -> {
                    backend.works();
                    throw new DeploymentFailure(Kind.UNREACHABLE, "can't be reached");
                };
        assertThat(world.answered()).isEqualTo("a");
        assertThat(world.nanos.get()).isBetween(25_000_000L, 75_000_000L);
    }

    @Test
    void isLeftAloneForAsLongAsItSays() throws InterruptedException {
        World world = inOrder();
        world.backend("a").whenBegun =
                () -> {
                    throw new DeploymentFailure(
                            Kind.RATE_LIMITED, "enough", Duration.ofSeconds(30), null);
                };
        assertThat(world.answered()).isEqualTo("b");
        world.backend("a").works();
        world.pass(Duration.ofSeconds(29));
        assertThat(world.answered()).isEqualTo("b");
        assertThat(world.deployment("a").status())
                .returns(DeploymentStatus.State.COOLING, DeploymentStatus::state)
                .returns(0, DeploymentStatus::failures);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.answered()).isEqualTo("a");
        assertThat(world.deployment("a").status().up()).isTrue();
    }

    @Test
    void aConfinedCallIsToldWhyItsRegionIsOut() {
        World world = inOrder();
        world.backend("a").whenBegun =
                () -> {
                    throw new DeploymentFailure(
                            Kind.RATE_LIMITED, "It has had enough.", Duration.ofSeconds(30), null);
                };
        ModelUnavailable first = outage(world, "eu");
        assertThat(first)
                .hasMessage(
                        "No deployment of the model 'm' in eu can answer now: a (eu): just now, It has had enough. Please try again later.")
                .returns("region_unavailable", ModelUnavailable::code)
                .returns(Duration.ofSeconds(30), ModelUnavailable::retryAfter);
        world.pass(Duration.ofSeconds(10));
        assertThat(outage(world, "eu"))
                .hasMessage(
                        "No deployment of the model 'm' in eu can answer now: a (eu): left alone for another 20 s (It has had enough). Please try again later.")
                .returns(Duration.ofSeconds(20), ModelUnavailable::retryAfter);
        assertThat(world.backend("b").prepared).hasValue(0);
    }

    private static ModelUnavailable outage(World world, String... regions) {
        return catchThrowableOfType(ModelUnavailable.class, () -> world.ask(World.call(regions)));
    }

    @Test
    void aModelThatRunsElsewhereOnlyIsForbidden() {
        Forbidden refusal =
                catchThrowableOfType(Forbidden.class, () -> inOrder().ask(World.call("ap")));
        assertThat(refusal)
                .hasMessage(
                        "The model 'm' runs in eu, us, and this call is confined to ap. GET /v1/models lists the models that run there.")
                .returns("region_not_allowed", Forbidden::code);
    }

    @Test
    void fallsBackInOrderToModelsTheCallerMayUse() throws InterruptedException {
        RoutingConfig chain =
                new RoutingConfig(Policy.WEIGHTED, 3, List.of("x", "y", "z", "m"), null, 1.25);
        World world =
                new World(
                        World.route("m", chain, Spot.of("a")),
                        World.route("y", World.routing(Policy.WEIGHTED), Spot.of("b")),
                        World.route("z", chain, Spot.of("c")));
        world.backend("a").fails(Kind.ERROR);
        assertThat(world.answered(World.call(World.caller("k", "m", "z"), 0))).isEqualTo("c");
        assertThat(world.events).contains("m falls back to z");
        assertThat(world.backend("b").prepared).hasValue(0);
        world.backend("c").fails(Kind.ERROR);
        world.backend("b").fails(Kind.ERROR);
        assertThat(outage(world))
                .hasMessage(
                        "No deployment of the model 'm' can answer now: a: just now, error; b (for y): just now, error; c (for z): just now, error. Please try again later.");
    }

    @Test
    void retriesEndWhenTheirBudgetIsSpent() throws InterruptedException {
        ResilienceConfig few = new ResilienceConfig(10, 0, 1000, Duration.ofSeconds(10));
        World world =
                new World(
                        1,
                        few,
                        World.route(
                                Policy.CHEAPEST,
                                Spot.of("a").price(1, 1),
                                Spot.of("b").price(2, 2)));
        world.backend("a").fails(Kind.ERROR);
        int failed = 0;
        for (int i = 0; i < 100; i++) {
            try {
                assertThat(world.answered()).isEqualTo("b");
            } catch (ModelUnavailable e) {
                failed++;
            }
        }
        assertThat(failed).isEqualTo(90);
        assertThat(world.backend("b").begun).hasValue(10);
    }

    @Test
    void aDeploymentsOwnLimitsSendCallsElsewhere() throws InterruptedException {
        World world =
                new World(
                        World.route(
                                Policy.CHEAPEST,
                                Spot.of("a").price(1, 1).limit(Measure.CONCURRENT_REQUESTS, 1),
                                Spot.of("b").price(2, 2)));
        try (Answer first = world.ask();
                Answer second = world.ask()) {
            assertThat(first.origin().deployment()).isEqualTo("a");
            assertThat(second.origin().deployment()).isEqualTo("b");
        }
        assertThat(world.answered()).isEqualTo("a");
        assertThat(world.events).contains("a no_room");
    }

    @Test
    void tokensThatWereNotUsedGoBackToADeploymentsLimit() throws InterruptedException {
        World world =
                new World(
                        World.route(
                                Policy.WEIGHTED,
                                Spot.of("a").limit(Measure.TOKENS_PER_MINUTE, 45)));
        assertThat(world.answered()).isEqualTo("a");
        assertThat(world.answered()).isEqualTo("a");
        assertThat(outage(world))
                .hasMessageContaining("its limit of tokens per minute is used up")
                .returns("no_deployment", ModelUnavailable::code);
    }

    @Test
    void answersThatBreakOffOpenTheCircuit() throws InterruptedException {
        World world = inOrder();
        world.backend("a").whenRead =
                () -> {
                    throw new DeploymentFailure(Kind.BROKEN, "broke off");
                };
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(world::answered).isInstanceOf(DeploymentFailure.class);
        }
        assertThat(world.answered()).isEqualTo("b");
        assertThat(world.deployment("a").status().reason())
                .isEqualTo("5 failures in a row, the last: broke off");
        assertThat(world.backend("a").open).hasValue(0);
    }

    @Test
    void aClientThatLeavesIsNoFailure() {
        World world = inOrder();
        world.backend("a").whenBegun =
                () -> {
                    throw new InterruptedException();
                };
        assertThatThrownBy(world::ask).isInstanceOf(InterruptedException.class);
        assertThat(world.backend("b").prepared).hasValue(0);
        assertThat(world.till.held).isEmpty();
        assertThat(world.deployment("a").status().failures()).isZero();
    }
}
