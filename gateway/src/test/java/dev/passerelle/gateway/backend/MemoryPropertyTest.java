package dev.passerelle.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.config.ModelConfig.Load;
import dev.passerelle.gateway.openai.ApiException.ModelUnavailable;
import dev.passerelle.runtime.Embedder;
import dev.passerelle.runtime.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is asked in whatever order: the budget is never exceeded, no version is closed under a
/// user or left open, and nothing waits for ever.
@Timeout(60)
class MemoryPropertyTest {
    private static final int THREADS = 4;
    private static final int STEPS = 300;
    private static final int MODELS = 6;
    private static final long BUDGET = 100;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void holds(long seed) throws InterruptedException {
        World world = new World(BUDGET);
        world.drain = Duration.ofMillis(20);
        Random random = new Random(seed);
        for (int i = 0; i < MODELS; i++) {
            String id = "m" + i;
            world.with(id, i % 2 == 0 ? Load.START : Load.FIRST_USE, i == 0);
            world.runtime.sizes.put(id, 10L + random.nextInt(35));
            world.runtime.perSlot.put(id, (long) random.nextInt(3));
        }
        world.start();
        List<CompletableFuture<Void>> users = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            Random own = new Random(seed * 31 + thread);
            users.add(
                    CompletableFuture.runAsync(
                            () -> steps(world, own), Thread.ofPlatform()::start));
        }
        users.forEach(CompletableFuture::join);
        world.close();
        Await.until("all is given back", () -> world.budget.free() == BUDGET);
        assertThat(world.runtime.loaded)
                .isNotEmpty()
                .allSatisfy(model -> assertThat(model.closed).hasValue(1));
        assertThat(world.served().all())
                .allSatisfy(model -> assertThat(model.reservedBytes()).isZero());
    }

    private static void steps(World world, Random random) {
        List<ModelLease<Embedder>> held = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            String id = "m" + random.nextInt(MODELS);
            switch (random.nextInt(7)) {
                case 0, 1, 2 -> take(world, id, held);
                case 3 -> {
                    world.files.hub.put(World.source(id), id + "-" + step);
                    var _ = world.models().refresh(id);
                }
                case 4 -> world.pass(Duration.ofSeconds(random.nextInt(40)));
                case 5 -> {
                    world.runtime.loaded.getLast().healthy = step % 8 != 0;
                    world.schedule.run(Duration.ofMinutes(1));
                }
                default -> {
                    if (!held.isEmpty()) {
                        held.remove(random.nextInt(held.size())).close();
                    }
                }
            }
            held.forEach(lease -> lease.model().prepare(List.of(), Tenant.EVERYONE));
            assertThat(world.budget.free()).isBetween(0L, BUDGET);
        }
        held.forEach(ModelLease::close);
    }

    private static void take(World world, String id, List<ModelLease<Embedder>> held) {
        try {
            held.add(world.lease(id));
        } catch (ModelUnavailable e) {
            assertThat(e.retryAfter()).isPositive();
        }
    }
}
