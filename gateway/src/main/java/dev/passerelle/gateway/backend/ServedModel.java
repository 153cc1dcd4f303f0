package dev.passerelle.gateway.backend;

import dev.passerelle.runtime.LoadedModel;
import java.time.Instant;

/// A model under the name clients use. Loading may go on while the server listens: the state
/// changes once, from loading to ready or failed, by whichever thread loads it.
public final class ServedModel {
    private final String id;
    private final Instant createdAt;
    private final String ownedBy;
    private volatile ModelState state = new ModelState.Loading();

    /// A model that is loading.
    ///
    /// @param createdAt shown as `created` in the list of models
    /// @param ownedBy shown as `owned_by`
    public ServedModel(String id, Instant createdAt, String ownedBy) {
        this.id = id;
        this.createdAt = createdAt;
        this.ownedBy = ownedBy;
    }

    public String id() {
        return id;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public String ownedBy() {
        return ownedBy;
    }

    public ModelState state() {
        return state;
    }

    /// From here on requests reach the model. Closing it stays the caller's duty, after the gateway
    /// has stopped.
    public void ready(LoadedModel model) {
        state = new ModelState.Ready(model);
    }

    /// From here on requests are refused with this reason.
    public void failed(String reason) {
        state = new ModelState.Failed(reason);
    }
}
