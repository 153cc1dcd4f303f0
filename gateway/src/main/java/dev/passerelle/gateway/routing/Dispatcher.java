package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.Prepared;
import dev.passerelle.gateway.openai.ApiException.Forbidden;

/// Finds a deployment that answers a call.
public final class Dispatcher {

    /// The first answer there is.
    ///
    /// @throws dev.passerelle.gateway.openai.ApiException if the request is at fault, or no
    ///   deployment may answer it now
    /// @throws dev.passerelle.gateway.answer.DeploymentFailure if all that were tried failed; the
    ///   last one's
    /// @throws dev.passerelle.runtime.InferenceException the same for a model that runs here
    public Answer answer(RoutedModel model, CallRequest call, Purse purse)
            throws InterruptedException {
        Deployment deployment =
                model.deployments().stream()
                        .filter(each -> call.regions().allow(each.region()))
                        .findFirst()
                        .orElseThrow(() ->
                                new Forbidden(
                                        "The model '%s' runs in other regions than this call is confined to."
                                                .formatted(model.id()),
                                        "model",
                                        "region_not_allowed"));
        try (Prepared prepared = deployment.backend().prepare(call)) {
            Reservation reservation = purse.reserve(model, deployment, prepared);
            return prepared.begin(reservation);
        }
    }
}
