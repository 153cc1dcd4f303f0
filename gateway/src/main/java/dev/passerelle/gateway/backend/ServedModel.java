package dev.passerelle.gateway.backend;

import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.runtime.LoadedModel;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import java.time.Instant;

/// A model under the name clients use. Loading may go on while the server listens: the state
/// changes once, from loading to ready or failed, by whichever thread loads it.
public final class ServedModel {
    private final String ownedBy;
    private volatile ModelStatus status;

    /// A model that is loading.
    ///
    /// @param createdAt shown as `created` in the list of models
    /// @param ownedBy shown as `owned_by`
    public ServedModel(ModelConfig config, Instant createdAt, String ownedBy) {
        this.ownedBy = ownedBy;
        this.status =
                new ModelStatus(
                        config, new ModelState.Loading(), createdAt, null, null, null, null);
    }

    public String id() {
        return status.config().id();
    }

    public Instant createdAt() {
        return status.createdAt();
    }

    public String ownedBy() {
        return ownedBy;
    }

    public ModelStatus status() {
        return status;
    }

    public ModelState state() {
        return status.state();
    }

    /// From here on requests reach the model. Closing it stays the caller's duty, after the gateway
    /// has stopped.
    public void ready(LoadedModel model) {
        state(new ModelState.Ready(model));
    }

    /// From here on requests are refused with this reason.
    public void failed(String reason) {
        state(new ModelState.Failed(reason));
    }

    /// What its files say, whether or not it is loaded.
    public synchronized void known(Snapshot snapshot, ModelFacts facts, MemoryEstimate memory) {
        ModelStatus now = status;
        status =
                new ModelStatus(
                        now.config(),
                        now.state(),
                        now.createdAt(),
                        snapshot,
                        facts,
                        memory,
                        now.update());
    }

    private synchronized void state(ModelState state) {
        ModelStatus now = status;
        status =
                new ModelStatus(
                        now.config(),
                        state,
                        now.createdAt(),
                        now.snapshot(),
                        now.facts(),
                        now.memory(),
                        now.update());
    }
}
