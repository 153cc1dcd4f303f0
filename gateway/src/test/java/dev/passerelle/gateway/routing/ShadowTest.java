package dev.passerelle.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.answer.DeploymentFailure.Kind;
import dev.passerelle.gateway.config.RoutingConfig.Policy;
import dev.passerelle.gateway.openai.ApiException.ModelUnavailable;
import dev.passerelle.gateway.openai.ApiException.RateLimited;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ShadowTest {
    private static World world(double percent) {
        return new World(
                World.route(Policy.WEIGHTED, Spot.of("a"), Spot.of("copy").shadow(percent)));
    }

    private static void settled(World world) {
        World.await("copies end", () -> world.dispatcher.shadows().running() == 0);
    }

    @Test
    void getsCopiesThatNobodySeesOrPaysFor() throws InterruptedException {
        World world = world(100);
        for (int i = 0; i < 10; i++) {
            assertThat(world.answered()).isEqualTo("a");
            settled(world);
        }
        assertThat(world.backend("copy").begun).hasValue(10);
        assertThat(world.backend("copy").open).hasValue(0);
        assertThat(world.till.taken).hasValue(10);
        assertThat(world.deployment("copy").status().calls()).isZero();
    }

    @Test
    void getsItsPercentage() throws InterruptedException {
        World world = world(25);
        for (int i = 0; i < 2000; i++) {
            assertThat(world.answered()).isEqualTo("a");
            settled(world);
        }
        assertThat(world.backend("copy").begun.get()).isBetween(430, 570);
    }

    @Test
    void itsFailureHarmsNobodyAndIsntTriedAgain() throws InterruptedException {
        World world = world(100);
        world.backend("copy").fails(Kind.ERROR);
        assertThat(world.answered()).isEqualTo("a");
        settled(world);
        assertThat(world.backend("copy").begun).hasValue(1);
        assertThat(world.events).doesNotContain("retry at a");
        World.await("it is told", () -> world.events.contains("copy copy failed"));
    }

    @Test
    void neverAnswers() {
        World world = world(100);
        world.backend("a").fails(Kind.FIRST_TOKEN_TIMEOUT);
        assertThatThrownBy(world::ask).hasMessageContaining("first_token_timeout");
        assertThatThrownBy(world::ask).isNotInstanceOf(ModelUnavailable.class);
        assertThat(world.backend("copy").prepared).hasValue(0);
    }

    @Test
    void whatIsRefusedIsntCopied() {
        World world = world(100);
        world.till.empty = true;
        assertThatThrownBy(world::ask).isInstanceOf(RateLimited.class);
        assertThat(world.backend("copy").prepared).hasValue(0);
    }

    @Test
    void noMoreThanAFewAtOnce() throws InterruptedException {
        World world = world(100);
        CountDownLatch go = new CountDownLatch(1);
        world.backend("copy").whenBegun = go::await;
        for (int i = 0; i < 20; i++) {
            assertThat(world.answered()).isEqualTo("a");
        }
        assertThat(world.dispatcher.shadows().running()).isEqualTo(16);
        go.countDown();
        settled(world);
        assertThat(world.backend("copy").begun).hasValue(16);
        assertThat(world.events).filteredOn("copy copy skipped"::equals).hasSize(4);
    }

    @Test
    void copiesEndWhenTheGatewayDoes() throws InterruptedException {
        World world = world(100);
        world.backend("copy").whenBegun = () -> new CountDownLatch(1).await();
        assertThat(world.answered()).isEqualTo("a");
        world.dispatcher.close();
        settled(world);
    }
}
