package dev.passerelle.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.DeploymentFailure.Kind;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.config.RoutingConfig.Policy;
import dev.passerelle.gateway.tenancy.Limits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterTest {
    private static final Spot A = Spot.of("a").price(1, 1);
    private static final Spot B = Spot.of("b").price(2, 2);

    private static void replace(World world, ModelRoute... routes) {
        world.router.replace(List.of(routes), World.START.plusSeconds(60));
    }

    @Test
    void aReloadKeepsWhatIsKnown() throws InterruptedException {
        World world = new World(World.route(Policy.CHEAPEST, A, B));
        world.backend("a").fails(Kind.CREDENTIALS);
        assertThat(world.answered()).isEqualTo("b");
        Deployment before = world.deployment("a");
        replace(world, World.route(Policy.WEIGHTED, A, B, Spot.of("c")));
        assertThat(world.deployment("a")).isSameAs(before);
        assertThat(before.status().state()).isEqualTo(DeploymentStatus.State.OPEN);
        assertThat(world.model().createdAt()).isEqualTo(World.START);
        assertThat(world.backend("a").closed).hasValue(0);
    }

    @Test
    void whatIsTakenOutIsClosedWithItsLastAnswer() throws InterruptedException {
        World world = new World(World.route(Policy.CHEAPEST, A, B));
        FakeBackend a = world.backend("a");
        Answer answer = world.ask();
        replace(world, World.route(Policy.CHEAPEST, B));
        assertThat(a.closed).hasValue(0);
        assertThat(answer.next()).isNotNull();
        answer.close();
        answer.close();
        assertThat(a.closed).hasValue(1);
        assertThat(world.answered()).isEqualTo("b");
    }

    @Test
    void aChangedDeploymentIsANewOne() {
        World world = new World(World.route(Policy.CHEAPEST, A));
        FakeBackend old = world.backend("a");
        replace(world, World.route(Policy.CHEAPEST, A.weight(2)));
        assertThat(old.closed).hasValue(1);
        assertThat(world.backend("a").closed).hasValue(0);
    }

    @Test
    void aBadTableLeavesEverythingAsItWas() throws InterruptedException {
        World world = new World(World.route(Policy.CHEAPEST, A));
        FakeBackend a = world.backend("a");
        ModelRoute same =
                new ModelRoute(
                        "n",
                        List.of("m"),
                        null,
                        Limits.NONE,
                        World.routing(Policy.WEIGHTED),
                        List.of(B.config()));
        assertThatThrownBy(() -> replace(world, World.route(Policy.CHEAPEST, A), same))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(world.backend("b").closed).hasValue(1);
        assertThat(a.closed).hasValue(0);
        assertThat(world.answered()).isEqualTo("a");
    }

    @Test
    void aCallThatFoundTheOldTableIsAnsweredFromTheNew() throws InterruptedException {
        World world = new World(World.route(Policy.CHEAPEST, A));
        RoutedModel old = world.model();
        replace(world, World.route(Policy.CHEAPEST, B));
        try (Answer answer = world.dispatcher.answer(old, World.call(), world.till)) {
            assertThat(answer.origin().deployment()).isEqualTo("b");
        }
    }

    @Test
    void closesAllInTheEnd() {
        World world = new World(World.route(Policy.CHEAPEST, A, B));
        world.router.close();
        assertThat(world.backends.values()).allSatisfy(each -> assertThat(each.closed).hasValue(1));
    }

    @Test
    void healthChecksTakeDeploymentsOutAndBringThemBack() throws InterruptedException {
        World world = new World(World.route(Policy.CHEAPEST, A.looked(Duration.ofSeconds(5)), B));
        HealthWatch watch =
                new HealthWatch(
                        world.router, world.dispatcher.judge(), world.schedule(), Runnable::run);
        world.backend("a").healthy = false;
        watch.begin();
        assertThat(world.answered()).isEqualTo("b");
        assertThat(world.deployment("a").status())
                .returns(DeploymentStatus.State.UNHEALTHY, DeploymentStatus::state)
                .returns(World.START, DeploymentStatus::since)
                .returns(Duration.ofSeconds(5), DeploymentStatus::retryAfter);
        world.backend("a").healthy = true;
        tick(world, Duration.ofSeconds(4));
        assertThat(world.answered()).isEqualTo("b");
        tick(world, Duration.ofSeconds(1));
        assertThat(world.answered()).isEqualTo("a");
        assertThat(world.events).containsSubsequence("a unhealthy", "a up");
        watch.close();
        tick(world, Duration.ofSeconds(1));
        assertThat(world.scheduled).isEmpty();
    }

    private static void tick(World world, Duration duration) {
        world.pass(duration);
        List<Runnable> due = List.copyOf(world.scheduled);
        world.scheduled.clear();
        due.forEach(Runnable::run);
    }
}
