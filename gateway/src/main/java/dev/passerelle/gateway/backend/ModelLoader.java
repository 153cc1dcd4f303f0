package dev.passerelle.gateway.backend;

import dev.passerelle.gateway.backend.LifecycleListener.LoadOutcome;
import dev.passerelle.gateway.backend.MemoryBudget.Reservation;
import dev.passerelle.gateway.backend.Room.Manner;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.Snapshots;
import dev.passerelle.registry.hub.HubException;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.LoadedModel;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import dev.passerelle.runtime.loading.LoadPhase;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// Brings a model from its source to readiness: files, memory, session.
final class ModelLoader {
    private static final Logger LOG = System.getLogger(ModelLoader.class.getName());

    /// Reading weights and preparing them are bound by different things, so that two overlap well;
    /// more would only take more memory.
    private static final int LOADED_AT_ONCE = 2;

    private final Snapshots snapshots;
    private final ModelRuntime runtime;
    private final Room room;
    private final InstantSource clock;
    private final Semaphore loads = new Semaphore(LOADED_AT_ONCE, true);

    ModelLoader(Snapshots snapshots, ModelRuntime runtime, Room room, InstantSource clock) {
        this.snapshots = snapshots;
        this.runtime = runtime;
        this.room = room;
        this.clock = clock;
    }

    /// One attempt, which the caller has begun and ends; the model's state tells how it went.
    void load(ServedModel model, Manner manner) {
        Instant begin = clock.instant();
        LoadOutcome outcome = attempt(model, manner);
        Instant end = clock.instant();
        Duration took = Duration.between(begin, end);
        switch (outcome) {
            case READY -> {
                model.attempts().succeeded(end);
                LOG.log(
                        Level.INFO,
                        "model {0} is ready after {1} ms",
                        model.id(),
                        Long.toString(took.toMillis()));
            }
            case FAILED -> model.attempts().failed(end);
            case NO_MEMORY -> model.attempts().gaveUp(end);
            case INTERRUPTED -> {}
        }
        model.listener().loaded(model.id(), outcome, took);
    }

    private LoadOutcome attempt(ServedModel model, Manner manner) {
        try {
            Snapshot snapshot = fetch(model);
            fetchBase(model);
            model.serve(stage(model, inspect(model, snapshot), manner, model::state));
            return LoadOutcome.READY;
        } catch (NoRoomException e) {
            return noRoom(model, e);
        } catch (InterruptedException e) {
            model.idle();
            return LoadOutcome.INTERRUPTED;
        } catch (IOException | RuntimeException | Error e) {
            return failed(model, e);
        }
    }

    private static LoadOutcome noRoom(ServedModel model, NoRoomException e) {
        String message = String.valueOf(e.getMessage());
        LOG.log(Level.WARNING, "model {0} can''t be loaded: {1}", model.id(), message);
        if (e.isLasting()) {
            model.failed(message);
            return LoadOutcome.FAILED;
        }
        model.idle();
        return LoadOutcome.NO_MEMORY;
    }

    private static LoadOutcome failed(ServedModel model, Throwable e) {
        if (Thread.currentThread().isInterrupted()) {
            model.idle();
            return LoadOutcome.INTERRUPTED;
        }
        if (e instanceof HubException || e instanceof ModelSourceException) {
            LOG.log(Level.ERROR, "model {0} can''t be loaded: {1}", model.id(), e.getMessage());
        } else {
            LOG.log(Level.ERROR, "model " + model.id() + " can't be loaded", e);
        }
        model.failed(String.valueOf(e.getMessage()));
        return LoadOutcome.FAILED;
    }

    /// The files it is known by where they served so far: a newer revision on disk may be one that
    /// failed. Else those on disk, else the hub's.
    private Snapshot fetch(ServedModel model) throws IOException, InterruptedException {
        ModelSource source = model.config().source();
        Snapshot known = model.status().snapshot();
        if (known != null && model.works() && source instanceof ModelSource.Hub) {
            return known;
        }
        Optional<Snapshot> onDisk = snapshots.find(source);
        if (onDisk.isPresent()) {
            return verified(model, onDisk.get());
        }
        model.state(new ModelState.Downloading(0, 0));
        return snapshots.pull(source, new PullProgress(model, model::state));
    }

    private void fetchBase(ServedModel model) throws IOException, InterruptedException {
        ModelConfig.Base base = model.config().base();
        if (base == null) {
            return;
        }
        Optional<Snapshot> onDisk = snapshots.find(base.source());
        if (onDisk.isEmpty()) {
            model.state(new ModelState.Downloading(0, 0));
            snapshots.pull(base.source(), new PullProgress(model, model::state));
        } else {
            verified(model, onDisk.get());
        }
    }

    /// What others put into the hub's cache is hashed before it is served, and mended if it can be.
    /// Of a commit that is sound, the hub is asked nothing.
    private Snapshot verified(ServedModel model, Snapshot onDisk)
            throws IOException, InterruptedException {
        if (onDisk.verified() || !(onDisk.source() instanceof ModelSource.Hub hub)) {
            return onDisk;
        }
        ModelSource commit =
                new ModelSource.Hub(hub.repository(), onDisk.revision(), hub.variant());
        return snapshots.pull(commit, new PullProgress(model, model::state)).from(hub);
    }

    /// Reads what the files of a snapshot say, and chooses as many slots as there can be memory for
    /// where the operator left that open.
    Inspection inspect(ServedModel model, Snapshot snapshot) {
        ModelFiles files = ModelFiles.of(model.config(), snapshot, snapshots);
        ModelFacts facts = runtime.facts(files.checkpoint(), files.adapter());
        EngineOptions engine = model.engine();
        MemoryEstimate memory = runtime.estimate(files.checkpoint(), files.adapter(), engine);
        long most = room.most(model);
        while (memory.total() > most && engine.slots() > 1 && !model.config().slotsGiven()) {
            engine = SlotPlan.with(engine, engine.slots() - 1);
            memory = runtime.estimate(files.checkpoint(), files.adapter(), engine);
        }
        return new Inspection(snapshot, files, facts, memory, engine);
    }

    /// Makes a version that works but isn't served yet.
    ///
    /// @param states told how far it is
    Version stage(
            ServedModel model, Inspection inspection, Manner manner, Consumer<ModelState> states)
            throws NoRoomException, InterruptedException {
        states.accept(new ModelState.Loading());
        Reservation memory = room.claim(model, inspection.memory().total(), manner);
        try {
            return new Version(load(model, inspection, states), inspection, memory, clock);
        } catch (InterruptedException | RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    private LoadedModel load(ServedModel model, Inspection inspection, Consumer<ModelState> states)
            throws InterruptedException {
        loads.acquire();
        try {
            tellSlots(model, inspection);
            return runtime.load(
                    inspection.files().checkpoint(),
                    inspection.files().adapter(),
                    inspection.engine(),
                    phase -> states.accept(state(phase)));
        } finally {
            loads.release();
        }
    }

    private static void tellSlots(ServedModel model, Inspection inspection) {
        int wanted = model.config().engine().slots();
        int slots = inspection.engine().slots();
        if (slots < wanted && inspection.facts().task() == ModelFacts.Task.TEXT_GENERATION) {
            LOG.log(
                    Level.INFO,
                    "model {0} gets {1} slots: memory.budget has no room for {2}; give engine.slots to choose",
                    model.id(),
                    Integer.toString(slots),
                    Integer.toString(wanted));
        }
    }

    private static ModelState state(LoadPhase phase) {
        return switch (phase) {
            case IMPORTING -> new ModelState.Importing();
            case LOADING, WARMING_UP -> new ModelState.Loading();
        };
    }
}
