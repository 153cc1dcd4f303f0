package dev.passerelle.gateway.backend;

import dev.passerelle.gateway.backend.LifecycleListener.RefreshOutcome;
import dev.passerelle.gateway.backend.ModelStatus.Update;
import dev.passerelle.gateway.backend.Room.Manner;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.Snapshots;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Asks the hub whether a floating revision has moved, and serves what it is now. Whatever goes
/// wrong, the revision served so far is served on.
final class Refresher {
    private static final Logger LOG = System.getLogger(Refresher.class.getName());

    private final Snapshots snapshots;
    private final ModelLoader loader;
    private final InstantSource clock;

    Refresher(Snapshots snapshots, ModelLoader loader, InstantSource clock) {
        this.snapshots = snapshots;
        this.loader = loader;
        this.clock = clock;
    }

    /// @throws InterruptedException if the server stops; nothing has changed then
    RefreshOutcome refresh(ServedModel model) throws InterruptedException {
        Attempt attempt = new Attempt(model);
        RefreshOutcome outcome;
        try {
            outcome = attempt.run();
        } catch (NoRoomException e) {
            outcome =
                    attempt.failed("no room beside the revision that is served: " + e.getMessage());
        } catch (IOException | RuntimeException | Error e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            outcome = attempt.failed(String.valueOf(e.getMessage()));
        }
        model.listener().refreshed(model.id(), outcome, clock.instant());
        return outcome;
    }

    private final class Attempt {
        private final ServedModel model;
        private final PullProgress progress;

        Attempt(ServedModel model) {
            this.model = model;
            this.progress = new PullProgress(model, this::state);
        }

        RefreshOutcome run() throws IOException, NoRoomException, InterruptedException {
            Snapshot snapshot = snapshots.pull(model.config().source(), progress);
            model.attempts().await(clock.instant());
            try {
                return take(snapshot);
            } finally {
                model.attempts().end();
            }
        }

        private RefreshOutcome take(Snapshot snapshot)
                throws NoRoomException, InterruptedException {
            boolean same = snapshot.revision().equals(known());
            if (model.current() != null && !same) {
                return swap(snapshot);
            }
            model.updating(null);
            if (model.state() instanceof ModelState.Failed) {
                retry();
            } else if (!same) {
                model.known(loader.inspect(model, snapshot));
            }
            return same ? RefreshOutcome.UNCHANGED : RefreshOutcome.SWAPPED;
        }

        private RefreshOutcome swap(Snapshot snapshot)
                throws NoRoomException, InterruptedException {
            Inspection inspection = loader.inspect(model, snapshot);
            model.serve(loader.stage(model, inspection, Manner.EVICTING, this::state));
            LOG.log(Level.INFO, "model {0} is now {1}", model.id(), snapshot.revision());
            return RefreshOutcome.SWAPPED;
        }

        private void retry() {
            if (model.config().load() == ModelConfig.Load.START) {
                loader.load(model, Manner.EVICTING);
            } else {
                model.idle();
            }
        }

        private @Nullable String known() {
            Snapshot snapshot = model.status().snapshot();
            return snapshot == null ? null : snapshot.revision();
        }

        private void state(ModelState state) {
            model.updating(new Update(progress.commit(), state, clock.instant()));
        }

        RefreshOutcome failed(String reason) {
            LOG.log(
                    Level.WARNING,
                    "model {0} could not be refreshed and stays as it is: {1}",
                    model.id(),
                    reason);
            state(new ModelState.Failed(reason));
            return RefreshOutcome.FAILED;
        }
    }
}
