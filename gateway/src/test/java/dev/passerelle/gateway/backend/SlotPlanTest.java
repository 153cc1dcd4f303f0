package dev.passerelle.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.backend.LifecycleListener.RefreshOutcome;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.gateway.config.ModelConfig.Load;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.runtime.EngineOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A chat model takes 20 bytes and 10 a slot, 16 slots by default.
@Timeout(30)
class SlotPlanTest {

    @Test
    void asManySlotsAsThereIsMemoryForBesideTheOthers() throws InterruptedException {
        try (var world = with(chatBeside(100), "a", false)) {
            world.runtime.sizes.put("a", 30L);
            world.start();
            assertThat(slots(world, "chat")).isEqualTo(5);
            assertThat(world.served().all()).allMatch(ServedModel::works);
            assertThat(world.budget.free()).isZero();
        }
    }

    @Test
    void allThatAreConfiguredWhereThereIsRoom() throws InterruptedException {
        try (var world = chatBeside(180).start()) {
            assertThat(slots(world, "chat")).isEqualTo(16);
        }
    }

    @Test
    void equallyManyForAll() throws InterruptedException {
        try (var world = with(chatBeside(100), "other", false)) {
            world.runtime.perSlot.put("other", 7L);
            world.start();
            assertThat(slots(world, "chat")).isEqualTo(4);
            assertThat(slots(world, "other")).isEqualTo(4);
        }
    }

    @Test
    void anExplicitNumberIsRefusedWhereItDoesNotFit() throws InterruptedException {
        try (var world = with(new World(100), "chat", true)) {
            world.runtime.perSlot.put("chat", 10L);
            world.start();
            assertThat(world.served().get("chat").state())
                    .isInstanceOfSatisfying(
                            ModelState.Failed.class,
                            failed -> assertThat(failed.reason()).contains("lower engine.slots"));
        }
    }

    @Test
    void aModelLoadedOnUseGetsWhatPinnedOnesLeave() throws InterruptedException {
        try (var world = new World(100).with("pinned", Load.START, true)) {
            world.runtime.sizes.put("pinned", 35L);
            world.runtime.sizes.put("chat", 20L);
            world.runtime.perSlot.put("chat", 10L);
            world.with("chat", Load.FIRST_USE, false).start();
            world.use("chat");
            assertThat(slots(world, "chat")).isEqualTo(4);
        }
    }

    @Test
    void leavesRoomForTheRevisionThatIsToTakeTheOldOnesPlace() throws InterruptedException {
        try (var world = new World(100).with("chat", Load.START, false)) {
            world.runtime.perSlot.put("chat", 10L);
            world.start();
            world.files.hub.put(World.source("chat"), "chat-2");
            assertThat(world.models().refresh("chat").join()).isEqualTo(RefreshOutcome.SWAPPED);
            assertThat(slots(world, "chat")).isEqualTo(4);
        }
    }

    private static World chatBeside(long budget) {
        World world = with(new World(budget), "chat", false);
        world.runtime.sizes.put("chat", 20L);
        world.runtime.perSlot.put("chat", 10L);
        return world;
    }

    /// A model that loads at start and is never refreshed.
    private static World with(World world, String id, boolean slotsGiven) {
        world.files.disk.put(World.source(id), id + "-1");
        return world.declared(
                new ModelConfig(
                        id,
                        List.of(),
                        World.source(id),
                        EngineOptions.DEFAULT,
                        slotsGiven,
                        Load.START,
                        false,
                        null,
                        null,
                        null,
                        Limits.NONE));
    }

    private static int slots(World world, String model) {
        return world.served().get(model).status().engine().slots();
    }
}
