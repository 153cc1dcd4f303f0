package dev.passerelle.gateway.local;

import dev.passerelle.gateway.backend.ModelLease;
import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.openai.TextRequest;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.TextGenerator;

/// How many texts a model can be asked for at once.
final class Places {
    private Places() {}

    /// Refuses a request for more choices than could ever have a place each.
    static void check(ModelLease<TextGenerator> lease, TextRequest request) {
        int each = request.choosing().candidates();
        EngineOptions options = lease.served().config().engine();
        long places = (long) lease.model().load().slots() + options.queueLength();
        long wanted = (long) each * request.prompts().size();
        if (each > 1 && wanted > places) {
            String param = request.choosing().picks() ? "best_of" : "n";
            throw new InvalidRequest(
                    "Invalid value for '%s': the request asks for %d texts at once, and the model has %d places (slots and queue); ask for fewer."
                            .formatted(param, wanted, places),
                    param,
                    "invalid_value");
        }
    }
}
