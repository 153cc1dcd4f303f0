package dev.passerelle.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.config.ModelConfig.Load;
import dev.passerelle.runtime.Embedder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EvictionTest {

    @Test
    void unloadsTheLeastRecentlyUsed() throws InterruptedException {
        try (var world = three().start()) {
            for (String id : new String[] {"a", "b", "a"}) {
                world.use(id);
                world.pass(Duration.ofSeconds(1));
            }
            world.use("c");
            assertThat(phases(world)).isEqualTo("ready idle ready");
            world.pass(Duration.ofSeconds(1));
            world.use("b");
            assertThat(phases(world)).isEqualTo("idle ready ready");
            assertThat(world.events)
                    .filteredOn(event -> event.endsWith("EVICTED"))
                    .containsExactly("b EVICTED", "a EVICTED");
        }
    }

    @Test
    void letsRunningRequestsFinishFirst() throws InterruptedException {
        try (var world = three()) {
            world.runtime.sizes.put("c", 100L);
            world.start();
            world.use("a");
            ModelLease<Embedder> running = world.lease("a");
            LocalModelsTest.refusal(world, "c");
            Await.until(
                    "a makes room",
                    () -> {
                        Version version = world.served().get("a").current();
                        return version != null && version.isRetired();
                    });
            LocalModelsTest.refusal(world, "a");
            assertThat(running.model().embed(java.util.List.of()).vectors()).isEmpty();
            assertThat(world.runtime.loaded.getFirst().closed).hasValue(0);
            assertThat(world.served().get("c").state().phase()).isEqualTo("loading");

            running.close();

            world.awaitPhase("c", "ready");
            assertThat(world.runtime.loaded.getFirst().closed).hasValue(1);
            assertThat(world.served().get("a").state().phase()).isEqualTo("idle");
        }
    }

    @Test
    void aModelThatCanNotFinishInTimeStaysAndTheOtherWaits() throws InterruptedException {
        var world = three();
        world.drain = Duration.ofMillis(1);
        try (world) {
            world.runtime.sizes.put("c", 100L);
            world.start();
            world.use("a");
            try (var running = world.lease("a")) {
                LocalModelsTest.refusal(world, "c");
                world.awaitPhase("c", "idle");
                Await.until("c had no room", () -> world.events.contains("c NO_MEMORY"));
                world.use("a");
                assertThat(running.revision()).isEqualTo("a-1");
            }
        }
    }

    @Test
    void neverUnloadsAPinnedModel() throws InterruptedException {
        try (var world =
                new World(100).with("a", Load.START, true).with("b", Load.FIRST_USE, false)) {
            world.runtime.sizes.put("a", 60L);
            world.runtime.sizes.put("b", 60L);
            world.start();
            LocalModelsTest.refusal(world, "b");
            world.awaitPhase("b", "failed");
            assertThat(LocalModelsTest.refusal(world, "b"))
                    .hasMessageContaining("60 B are kept by pinned models");
            world.use("a");
        }
    }

    @Test
    void aModelJustLoadedStaysUntilItWasUsedOrHalfAMinuteWasUp() throws InterruptedException {
        try (var world =
                new World(10).with("a", Load.FIRST_USE, false).with("b", Load.FIRST_USE, false)) {
            world.start();
            LocalModelsTest.refusal(world, "a");
            world.awaitPhase("a", "ready");
            LocalModelsTest.refusal(world, "b");
            Await.until("b had no room", () -> world.events.contains("b NO_MEMORY"));
            assertThat(world.served().get("a").state().phase()).isEqualTo("ready");
            world.pass(Duration.ofSeconds(31));
            world.use("b");
            assertThat(world.served().get("a").state().phase()).isEqualTo("idle");
        }
    }

    /// Three models, of which two fit.
    private static World three() {
        World world = new World(100);
        for (String id : new String[] {"a", "b", "c"}) {
            world.with(id, Load.FIRST_USE, false).runtime.sizes.put(id, 50L);
        }
        return world;
    }

    private static String phases(World world) {
        return String.join(
                " ", world.served().all().stream().map(model -> model.state().phase()).toList());
    }
}
