package dev.passerelle.gateway.backend;

import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.gateway.config.ModelConfig.Load;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.runtime.Embedder;
import dev.passerelle.runtime.EngineOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Models with fakes around them.
final class World implements AutoCloseable, LifecycleListener {
    /// Silent, since tests provoke failures; held because loggers are weakly referenced.
    private static final Logger QUIET = Logger.getLogger("dev.passerelle.gateway.backend");

    static {
        QUIET.setLevel(Level.OFF);
    }

    final FakeHubDisk files = new FakeHubDisk();
    final FakeRuntime runtime = new FakeRuntime();
    final ManualSchedule schedule = new ManualSchedule();
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    final List<String> events = new CopyOnWriteArrayList<>();
    final MemoryBudget budget;
    private final List<ModelConfig> configs = new ArrayList<>();
    Duration drain = Duration.ofSeconds(10);
    private LocalModels models;
    private ServedModels served = new ServedModels(List.of());

    World(long budget) {
        this.budget = new MemoryBudget(budget);
        models = local();
    }

    private LocalModels local() {
        return new LocalModels(
                configs,
                files,
                runtime,
                budget,
                new Timing(now::get, new Random(7), schedule, drain));
    }

    static ModelSource source(String id) {
        return new ModelSource.Hub("org/" + id, null, null);
    }

    /// A model that is on disk and on the hub at revision `ID-1`.
    World with(String id, Load load, boolean pinned) {
        files.hub.put(source(id), id + "-1");
        files.disk.put(source(id), id + "-1");
        return declared(id, load, pinned);
    }

    World declared(String id, Load load, boolean pinned) {
        return declared(
                new ModelConfig(
                        id,
                        List.of(id + "-alias"),
                        source(id),
                        EngineOptions.DEFAULT,
                        false,
                        load,
                        pinned,
                        Duration.ofHours(1),
                        null,
                        null,
                        Limits.NONE));
    }

    World declared(ModelConfig config) {
        configs.add(config);
        return this;
    }

    /// Starts and waits for what loads at start.
    World start() throws InterruptedException {
        begin();
        models.awaitStart();
        return this;
    }

    World begin() {
        models = local();
        served = new ServedModels(models.served());
        served.listener(this);
        models.start();
        return this;
    }

    LocalModels models() {
        return models;
    }

    ServedModels served() {
        return served;
    }

    ModelLease<Embedder> lease(String name) {
        return served.embedder(name);
    }

    /// Loads a model by use.
    void use(String id) {
        Await.until(
                id + " is loaded",
                () -> {
                    try (var _ = lease(id)) {
                        return true;
                    } catch (RuntimeException e) {
                        return false;
                    }
                });
    }

    void awaitPhase(String id, String phase) {
        Await.until(id + " is " + phase, () -> served.get(id).state().phase().equals(phase));
    }

    void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    @Override
    public void loaded(String model, LoadOutcome outcome, Duration took) {
        events.add(model + " " + outcome);
    }

    @Override
    public void evicted(String model) {
        events.add(model + " EVICTED");
    }

    @Override
    public void refreshed(String model, RefreshOutcome outcome, Instant when) {
        events.add(model + " " + outcome);
    }

    @Override
    public void close() {
        models.close();
    }
}
