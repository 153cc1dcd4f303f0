package dev.passerelle.gateway.backend;

import dev.passerelle.gateway.backend.LifecycleListener.RefreshOutcome;
import dev.passerelle.gateway.backend.Room.Manner;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.Snapshots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// The models that run in this process: loads them at start or on first use, refreshes them on
/// schedule, and frees them.
public final class LocalModels implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LocalModels.class.getName());
    private static final String ENGINE_STOPPED = "its engine stopped; it is being loaded again";

    /// So that many gateways with one configuration don't ask the hub at the same moment.
    private static final double JITTER = 0.1;

    private static final Duration WATCH = Duration.ofSeconds(5);
    private static final Duration UNWIND = Duration.ofSeconds(2);

    private final Map<String, ServedModel> models = new LinkedHashMap<>();
    private final Snapshots snapshots;
    private final MemoryBudget budget;
    private final Timing timing;
    private final ModelLoader loader;
    private final Refresher refresher;
    private final SlotPlan plan;
    private final CountDownLatch settled;
    private final ExecutorService jobs =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofPlatform().daemon().name("model-", 0).factory());

    /// Checks that sources other than a hub's lead to a model; loads nothing yet.
    ///
    /// @throws dev.passerelle.registry.ModelSourceException if one doesn't
    public LocalModels(
            List<ModelConfig> configs,
            Snapshots snapshots,
            ModelRuntime runtime,
            MemoryBudget budget,
            Timing timing) {
        this.snapshots = snapshots;
        this.budget = budget;
        this.timing = timing;
        Instant now = timing.clock().instant();
        for (ModelConfig config : configs) {
            check(config.source());
            ServedModel model = new ServedModel(config, now);
            model.demand(this::demanded);
            models.put(config.id(), model);
        }
        Room room = new Room(budget, models.values(), timing.drain(), timing.clock());
        loader = new ModelLoader(snapshots, runtime, room, timing.clock());
        plan = new SlotPlan(snapshots, runtime, budget.bytes());
        refresher = new Refresher(snapshots, loader, timing.clock());
        settled =
                new CountDownLatch(
                        (int) models.values().stream().filter(LocalModels::loadsAtStart).count());
    }

    /// For a source that no download can mend, a pull is a look at the disk.
    private void check(ModelSource source) {
        try {
            if (!(source instanceof ModelSource.Hub)) {
                snapshots.pull(source, PullListener.SILENT);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// In the order of the configuration.
    public List<ServedModel> served() {
        return List.copyOf(models.values());
    }

    /// Begins to load the models that are to be loaded at start, and schedules refreshes. A model
    /// that fails is marked so, and the others go on.
    public void start() {
        for (ServedModel model : models.values()) {
            model.listener().budget(budget.bytes());
            if (loadsAtStart(model)) {
                model.attempts().begin(timing.clock().instant());
            }
            scheduleRefresh(model);
        }
        var _ = run(this::begin);
        scheduleWatch();
    }

    private void begin() {
        List<ServedModel> first =
                models.values().stream().filter(LocalModels::loadsAtStart).toList();
        plan.limit(first);
        first.forEach(model -> run(() -> loadAtStart(model)));
        models.values().stream()
                .filter(model -> !loadsAtStart(model))
                .takeWhile(_ -> !Thread.currentThread().isInterrupted())
                .forEach(this::look);
    }

    /// Waits until every model to be loaded at start is ready, or has failed, or was left idle
    /// because the others take the memory.
    public void awaitStart() throws InterruptedException {
        settled.await();
    }

    private static boolean loadsAtStart(ServedModel model) {
        return model.config().load() == ModelConfig.Load.START;
    }

    private void loadAtStart(ServedModel model) {
        try {
            load(model, model.config().pinned() ? Manner.EVICTING : Manner.FREE_ONLY);
        } finally {
            settled.countDown();
        }
    }

    private void load(ServedModel model, Manner manner) {
        try {
            loader.load(model, manner);
        } finally {
            model.attempts().end();
        }
    }

    /// Learns what is to be known of an idle model whose files are here.
    private void look(ServedModel model) {
        try {
            snapshots
                    .find(model.config().source())
                    .map(snapshot -> loader.inspect(model, snapshot))
                    .ifPresent(model::knownAtFirst);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "model " + model.id() + " will not load as it is", e);
        }
    }

    private Duration demanded(ServedModel model) {
        Instant now = timing.clock().instant();
        if (model.current() == null && model.attempts().begin(now)) {
            model.state(new ModelState.Loading());
            var _ = run(() -> load(model, Manner.EVICTING));
        }
        return model.attempts().remaining(now, model.state());
    }

    /// Pulls a model's floating revision, and serves what it is now if that has changed. For
    /// operators; the schedule does the same.
    ///
    /// @throws IllegalArgumentException if there is no such model
    public CompletableFuture<RefreshOutcome> refresh(String id) {
        ServedModel model = models.get(id);
        if (model == null) {
            throw new IllegalArgumentException("there is no model '%s'".formatted(id));
        }
        CompletableFuture<RefreshOutcome> outcome = new CompletableFuture<>();
        if (!run(() -> refresh(model, outcome))) {
            outcome.cancel(false);
        }
        return outcome;
    }

    private void refresh(ServedModel model, CompletableFuture<RefreshOutcome> outcome) {
        try {
            outcome.complete(refresher.refresh(model));
        } catch (InterruptedException | RuntimeException | Error e) {
            outcome.completeExceptionally(e);
        }
    }

    private void scheduleRefresh(ServedModel model) {
        Duration every = model.config().refresh();
        if (every == null) {
            return;
        }
        double factor = 1 + JITTER * (2 * timing.random().nextDouble() - 1);
        Duration delay = Duration.ofMillis(Math.round(every.toMillis() * factor));
        timing.schedule()
                .after(
                        delay,
                        () -> {
                            var _ =
                                    refresh(model.id())
                                            .whenComplete((_, _) -> scheduleRefresh(model));
                        });
    }

    private void scheduleWatch() {
        timing.schedule()
                .after(
                        WATCH,
                        () -> {
                            models.values().forEach(this::watch);
                            scheduleWatch();
                        });
    }

    /// Loads a model again whose engine has stopped.
    private void watch(ServedModel model) {
        Version version = model.current();
        if (version != null && !version.isRetired() && !version.model().healthy()) {
            LOG.log(Level.ERROR, "the engine of model {0} has stopped", model.id());
            var _ = run(() -> model.broke(version, ENGINE_STOPPED));
        }
    }

    /// Does work in a thread of its own; false once the models are closed.
    private boolean run(Runnable job) {
        try {
            jobs.execute(job);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /// Interrupts pulls and loads, and frees the models; after the gateway, whose requests use
    /// them.
    @Override
    public void close() {
        timing.schedule().close();
        jobs.shutdownNow();
        try {
            jobs.awaitTermination(UNWIND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        models.values().forEach(ServedModel::close);
    }
}
