package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.answer.Prepared;

/// Pays for the work of deployments out of what a caller may take. Several may be tried for one
/// call, at once too; what is still reserved in the end is settled by whoever gave the purse.
public interface Purse {

    /// Takes the tokens of a call, and records that a deployment begins to work on it.
    ///
    /// @throws dev.passerelle.gateway.openai.ApiException if a limit has no room for them, or the
    ///   caller may not use the model
    Reservation reserve(RoutedModel model, Deployment deployment, Prepared prepared);

    /// Gives all of it back: the deployment didn't answer, or its answer isn't used.
    void release(Reservation reservation);
}
