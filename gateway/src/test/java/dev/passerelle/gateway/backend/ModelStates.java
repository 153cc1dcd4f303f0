package dev.passerelle.gateway.backend;

import java.time.Instant;

/// Puts served models into states that take a hub or a broken file to reach otherwise.
public final class ModelStates {
    private ModelStates() {}

    public static void downloading(ServedModel model, long bytes, long total) {
        model.state(new ModelState.Downloading(bytes, total));
    }

    /// A newer revision couldn't be served; the one before still is.
    public static void updateFailed(
            ServedModel model, String commit, String reason, Instant since) {
        model.updating(new ModelStatus.Update(commit, new ModelState.Failed(reason), since));
    }
}
