package dev.passerelle.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.backend.LifecycleListener.RefreshOutcome;
import dev.passerelle.gateway.backend.ModelState.Failed;
import dev.passerelle.gateway.backend.ModelStatus.Update;
import dev.passerelle.gateway.config.ModelConfig.Load;
import dev.passerelle.runtime.Embedder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RefreshTest {

    @Test
    void swapsUnderEightRunningRequests() throws InterruptedException {
        try (var world = new World(100).with("a", Load.START, false).start()) {
            List<ModelLease<Embedder>> running = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                running.add(world.lease("a"));
            }
            world.files.hub.put(World.source("a"), "a-2");
            assertThat(world.models().refresh("a").join()).isEqualTo(RefreshOutcome.SWAPPED);
            FakeModel old = world.runtime.loaded.getFirst();
            try (var fresh = world.lease("a")) {
                assertThat(fresh.revision()).isEqualTo("a-2");
            }
            assertThat(world.served().get("a").status().snapshot())
                    .extracting(snapshot -> snapshot.revision())
                    .isEqualTo("a-2");
            assertThat(world.budget.free()).isEqualTo(80);
            for (ModelLease<Embedder> lease : running) {
                assertThat(lease.model().embed(List.of()).vectors()).isEmpty();
                assertThat(lease.revision()).isEqualTo("a-1");
                assertThat(old.closed).hasValue(0);
                lease.close();
                lease.close();
            }
            Await.until("old is closed", () -> old.closed.get() == 1);
            Await.until("memory is back", () -> world.budget.free() == 90);
            assertThat(world.served().get("a").reservedBytes()).isEqualTo(10);
        }
    }

    @Test
    void leavesAnUnchangedRevisionAlone() throws InterruptedException {
        try (var world = new World(100).with("a", Load.START, false).start()) {
            assertThat(world.models().refresh("a").join()).isEqualTo(RefreshOutcome.UNCHANGED);
            assertThat(world.runtime.loaded).hasSize(1);
            assertThat(world.served().get("a").status().update()).isNull();
        }
    }

    @Test
    void servesTheOldOneWhenTheNewOneFails() throws InterruptedException {
        try (var world = new World(100).with("a", Load.START, false).start()) {
            world.files.hub.put(World.source("a"), "a-2");
            world.runtime.broken.put("a-2", "the file is damaged");
            assertThat(world.models().refresh("a").join()).isEqualTo(RefreshOutcome.FAILED);
            assertThat(world.served().get("a").status().update())
                    .isEqualTo(new Update("a-2", new Failed("the file is damaged"), Instant.EPOCH));
            assertStillOld(world);
            world.files.hub.remove(World.source("a"));
            assertThat(world.models().refresh("a").join()).isEqualTo(RefreshOutcome.FAILED);
            assertStillOld(world);
            assertThat(world.budget.free()).isEqualTo(90);
            assertThat(world.events).containsExactly("a READY", "a FAILED", "a FAILED");

            world.files.hub.put(World.source("a"), "a-3");
            assertThat(world.models().refresh("a").join()).isEqualTo(RefreshOutcome.SWAPPED);
            assertThat(world.served().get("a").status().update()).isNull();
        }
    }

    @Test
    void unloadsAnotherForTheNewRevision() throws InterruptedException {
        try (var world =
                new World(20).with("a", Load.START, false).with("b", Load.START, false).start()) {
            world.use("b");
            world.files.hub.put(World.source("a"), "a-2");
            assertThat(world.models().refresh("a").join()).isEqualTo(RefreshOutcome.SWAPPED);
            assertThat(world.served().get("b").state().phase()).isEqualTo("idle");
            assertThat(world.budget.free()).isEqualTo(10);
        }
    }

    @Test
    void staysOldWithoutRoomForBoth() throws InterruptedException {
        try (var world = new World(15).with("a", Load.START, false).start()) {
            world.files.hub.put(World.source("a"), "a-2");
            assertThat(world.models().refresh("a").join()).isEqualTo(RefreshOutcome.FAILED);
            assertThat(world.served().get("a").status().update())
                    .isInstanceOfSatisfying(
                            Update.class,
                            update ->
                                    assertThat(update.state().toString())
                                            .contains("no room beside"));
            assertStillOld(world);
        }
    }

    @Test
    void showsAnUpdateOnItsWay() throws InterruptedException {
        try (var world = new World(100).with("a", Load.START, false).start()) {
            world.files.hub.put(World.source("a"), "a-2");
            world.runtime.gate = new CountDownLatch(1);
            var outcome = world.models().refresh("a");
            Await.until(
                    "importing",
                    () -> {
                        Update update = world.served().get("a").status().update();
                        return update != null
                                && update.state() instanceof ModelState.Importing
                                && "a-2".equals(update.commit());
                    });
            assertStillOld(world);
            world.runtime.gate.countDown();
            assertThat(outcome.join()).isEqualTo(RefreshOutcome.SWAPPED);
        }
    }

    @Test
    void anIdleModelIsLoadedAtItsNewRevisionWhenUsed() throws InterruptedException {
        try (var world = new World(100).with("a", Load.FIRST_USE, false).start()) {
            world.files.hub.put(World.source("a"), "a-2");
            assertThat(world.models().refresh("a").join()).isEqualTo(RefreshOutcome.SWAPPED);
            assertThat(world.runtime.loaded).isEmpty();
            world.use("a");
            assertThat(world.runtime.loaded.getFirst().revision).isEqualTo("a-2");
        }
    }

    @Test
    void triesAFailedModelAgain() throws InterruptedException {
        try (var world = new World(100).declared("a", Load.START, false).start()) {
            world.awaitPhase("a", "failed");
            world.files.hub.put(World.source("a"), "a-1");
            world.models().refresh("a").join();
            assertThat(world.served().get("a").state().phase()).isEqualTo("ready");
        }
    }

    @Test
    void asksOnScheduleGiveOrTakeATenth() throws InterruptedException {
        try (var world = new World(100).with("a", Load.START, false).start()) {
            for (int i = 1; i <= 5; i++) {
                Duration delay = Collections.max(world.schedule.delays());
                assertThat(delay).isBetween(Duration.ofMinutes(54), Duration.ofMinutes(66));
                assertThat(delay).isNotEqualTo(Duration.ofHours(1));
                assertThat(world.files.pulls).hasValue(i - 1);
                world.schedule.run(Duration.ofHours(2));
                int pulls = i;
                Await.until("asked", () -> world.files.pulls.get() == pulls);
                Await.until("planned", () -> world.schedule.delays().size() == 2);
            }
        }
    }

    @Test
    void filesAreReadBeforeRequestsSeeThem() throws InterruptedException {
        try (var world = new World(100).with("a", Load.START, false).start()) {
            List<String> seen = new CopyOnWriteArrayList<>();
            ServedModel model = world.served().get("a");
            world.served()
                    .reader((id, read) -> seen.add(read.revision() + model.status().snapshot()));
            String first = String.valueOf(model.status().snapshot());
            world.files.hub.put(World.source("a"), "a-2");
            world.models().refresh("a").join();
            assertThat(seen).containsExactly("a-1" + first, "a-2" + first);
        }
    }

    @Test
    void aFirstLookThatComesLateChangesNothing() throws InterruptedException {
        try (var world = new World(100).with("a", Load.START, false).start()) {
            ServedModel model = world.served().get("a");
            Inspection old = inspection(model);
            world.files.hub.put(World.source("a"), "a-2");
            world.models().refresh("a").join();
            model.knownAtFirst(old);
            assertThat(model.status().snapshot())
                    .isEqualTo(inspection(model).snapshot())
                    .isNotEqualTo(old.snapshot());
        }
    }

    private static Inspection inspection(ServedModel model) {
        Version version = Objects.requireNonNull(model.current());
        return Objects.requireNonNull(version.inspection());
    }

    @Test
    void aVersionThatBreaksAfterItWasReplacedBreaksNothing() throws InterruptedException {
        try (var world = new World(100).with("a", Load.START, false).start()) {
            ServedModel model = world.served().get("a");
            Version old = Objects.requireNonNull(model.current());
            world.files.hub.put(World.source("a"), "a-2");
            world.models().refresh("a").join();
            model.broke(old, "its engine stopped");
            assertThat(model.state().phase()).isEqualTo("ready");
            assertThat(model.works()).isTrue();
        }
    }

    @Test
    void loadsWhatItServedAgainThoughTheDiskHasARevisionThatFailed() throws InterruptedException {
        try (var world =
                new World(10).with("a", Load.START, false).with("b", Load.FIRST_USE, false)) {
            world.runtime.sizes.put("a", 5L);
            world.start();
            world.runtime.broken.put("a-2", "tensor x is missing");
            world.files.hub.put(World.source("a"), "a-2");
            assertThat(world.models().refresh("a").join()).isEqualTo(RefreshOutcome.FAILED);
            world.use("a");
            world.use("b");
            world.use("a");
            assertStillOld(world);
        }
    }

    private static void assertStillOld(World world) {
        try (var lease = world.lease("a")) {
            assertThat(lease.revision()).isEqualTo("a-1");
        }
    }
}
