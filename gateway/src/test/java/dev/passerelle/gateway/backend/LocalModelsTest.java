package dev.passerelle.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.passerelle.gateway.backend.ModelState.Downloading;
import dev.passerelle.gateway.backend.ModelState.Failed;
import dev.passerelle.gateway.config.ModelConfig.Load;
import dev.passerelle.gateway.openai.ApiException.ModelUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LocalModelsTest {

    @Test
    void loadsAtStartAndAnswersByIdAndAlias() throws InterruptedException {
        try (var world = new World(100).with("a", Load.START, false).start()) {
            assertThat(world.served().areReady()).isTrue();
            try (var lease = world.lease("a-alias")) {
                assertThat(lease.served().id()).isEqualTo("a");
                assertThat(lease.revision()).isEqualTo("a-1");
            }
            assertThat(world.events).containsExactly("a READY");
            assertThat(world.served().get("a").status().facts()).isNotNull();
            assertThat(world.files.pulls).hasValue(0);
        }
    }

    @Test
    void loadsOnFirstUseOnceAndSaysWhenToComeBack() throws InterruptedException {
        try (var world = new World(100).with("a", Load.FIRST_USE, false).start()) {
            assertThat(world.served().areReady()).isTrue();
            assertThat(world.served().get("a").state().phase()).isEqualTo("idle");
            world.runtime.gate = new CountDownLatch(1);
            for (int i = 0; i < 3; i++) {
                assertThat(refusal(world, "a").retryAfter()).isEqualTo(Duration.ofSeconds(5));
            }
            world.awaitPhase("a", "importing");
            world.pass(Duration.ofSeconds(7));
            assertThat(refusal(world, "a").retryAfter()).isEqualTo(Duration.ofSeconds(1));
            world.runtime.gate.countDown();
            world.awaitPhase("a", "ready");
            try (var lease = world.lease("a")) {
                assertThat(lease.model().dimensions()).isOne();
            }
            assertThat(world.runtime.loaded).hasSize(1);
        }
    }

    @Test
    void readsIdleModelsOneAfterTheOther() throws InterruptedException {
        try (var world = new World(100)) {
            for (int i = 0; i < 40; i++) {
                world.with("m" + i, Load.FIRST_USE, false);
            }
            world.start();
            Await.until(
                    "all are known",
                    () ->
                            world.served().statuses().stream()
                                    .allMatch(status -> status.facts() != null));
            assertThat(world.runtime.readers).hasSize(1);
        }
    }

    @Test
    void downloadsWhatIsNotOnDiskAndShowsHowFar() throws InterruptedException {
        try (var world = new World(100).declared("a", Load.START, false)) {
            world.files.hub.put(World.source("a"), "a-7");
            world.files.gate = new CountDownLatch(1);
            world.begin();
            Await.until(
                    "downloading",
                    () -> world.served().get("a").state().equals(new Downloading(100, 100)));
            assertThat(world.served().areReady()).isFalse();
            world.files.gate.countDown();
            world.models().awaitStart();
            assertThat(world.served().areReady()).isTrue();
            try (var lease = world.lease("a")) {
                assertThat(lease.revision()).isEqualTo("a-7");
            }
        }
    }

    @Test
    void guessesTheWaitByTheDownloadSoFar() {
        Attempts attempts = new Attempts();
        assertThat(attempts.begin(Instant.EPOCH)).isTrue();
        Instant now = Instant.EPOCH.plusSeconds(20);
        assertThat(attempts.remaining(now, new Downloading(25, 100)))
                .isEqualTo(Duration.ofSeconds(60));
        assertThat(attempts.remaining(now, new Downloading(0, 0))).isEqualTo(Duration.ofSeconds(1));
        attempts.succeeded(now);
        attempts.end();
        assertThat(attempts.begin(now)).isTrue();
        assertThat(attempts.remaining(now.plusSeconds(5), new ModelState.Loading()))
                .isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void waitsLongerAfterEachFailure() {
        Attempts attempts = new Attempts();
        Instant now = Instant.EPOCH;
        for (int seconds : new int[] {30, 60, 120, 240, 480, 600, 600}) {
            assertThat(attempts.begin(now)).isTrue();
            attempts.failed(now);
            attempts.end();
            assertThat(attempts.begin(now.plusSeconds(seconds - 1))).isFalse();
            now = now.plusSeconds(seconds);
        }
    }

    @Test
    void aFailedModelSaysWhyLeavesTheOthersInRotationAndIsTriedAgainAfterAPause()
            throws InterruptedException {
        try (var world =
                new World(100)
                        .with("a", Load.START, false)
                        .declared("b", Load.START, false)
                        .start()) {
            assertThat(world.served().areReady()).isTrue();
            assertThat(world.served().get("b").state())
                    .isEqualTo(new Failed("the hub can't be reached"));
            ModelUnavailable refusal = refusal(world, "b");
            assertThat(refusal).hasMessageContaining("the hub can't be reached");
            assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(30));
            assertThat(world.files.pulls).hasValue(1);

            world.files.hub.put(World.source("b"), "b-1");
            world.pass(Duration.ofSeconds(30));
            refusal(world, "b");
            world.awaitPhase("b", "ready");
        }
    }

    @Test
    void isNotReadyWhenNothingWorks() throws InterruptedException {
        try (var world = new World(100).declared("b", Load.START, false).start()) {
            assertThat(world.served().areReady()).isFalse();
        }
    }

    @Test
    void aModelThatCanNeverFitFailsAtOnceAndSaysSo() throws InterruptedException {
        try (var world = new World(100).with("a", Load.START, false).with("b", Load.START, false)) {
            world.runtime.sizes.put("b", 101L);
            world.start();
            assertThat(world.served().get("b").state())
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed ->
                                    assertThat(failed.reason())
                                            .contains("needs 101 B")
                                            .contains("memory.budget is 100 B"));
            assertThat(world.served().get("a").state().phase()).isEqualTo("ready");
        }
    }

    @Test
    void atStartAModelWithoutRoomStaysIdleUntilItIsUsed() throws InterruptedException {
        try (var world =
                new World(100).with("a", Load.START, false).with("b", Load.FIRST_USE, false)) {
            world.runtime.sizes.put("a", 60L);
            world.runtime.sizes.put("b", 60L);
            world.start();
            world.use("a");
            world.use("b");
            assertThat(world.served().get("a").state().phase()).isEqualTo("idle");
        }
    }

    @Test
    void loadsAModelAgainWhoseEngineStopped() throws InterruptedException {
        try (var world = new World(10).with("a", Load.START, false).start()) {
            world.runtime.loaded.getFirst().healthy = false;
            assertThatThrownBy(() -> world.lease("a")).isInstanceOf(ModelUnavailable.class);
            world.schedule.run(Duration.ofSeconds(5));
            Await.until("loaded again", () -> world.runtime.loaded.size() == 2);
            world.awaitPhase("a", "ready");
            assertThat(world.runtime.loaded.getFirst().closed).hasValue(1);
            world.use("a");
        }
    }

    @Test
    void closingInterruptsPullsAndImportsAndFreesWhatIsLoaded() throws InterruptedException {
        var world =
                new World(100)
                        .with("a", Load.START, false)
                        .with("b", Load.FIRST_USE, false)
                        .start();
        world.runtime.gate = new CountDownLatch(1);
        refusal(world, "b");
        world.awaitPhase("b", "importing");
        world.files.gate = new CountDownLatch(1);
        var refresh = world.models().refresh("a");
        Await.until("pulling", () -> world.files.pulls.get() == 1);

        world.close();

        assertThat(refresh).isCompletedExceptionally();
        assertThat(world.events).contains("b INTERRUPTED");
        assertThat(world.runtime.open()).isZero();
        assertThat(world.budget.free()).isEqualTo(100);
    }

    @Test
    void aVersionThatIsLoadedTooLateIsClosed() throws InterruptedException {
        var world = new World(100).with("a", Load.START, false).start();
        ServedModel model = world.served().get("a");
        world.close();
        FakeModel late = new FakeModel("late");
        model.ready(late);
        assertThat(late.closed).hasValue(1);
    }

    static ModelUnavailable refusal(World world, String name) {
        ModelUnavailable refusal =
                catchThrowableOfType(ModelUnavailable.class, () -> world.lease(name));
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
