package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.tenancy.Prices;
import java.time.Instant;

/// What a deployment of a model is to do for a request.
///
/// @param model served id
/// @param revision commit of its files; empty if nobody said
/// @param deployment its name; empty if it has none
/// @param region where it runs; empty if nobody said
/// @param reserved when its tokens were: they count in the day and month that limits count them in
public record Work(
        String model,
        String revision,
        String deployment,
        String region,
        Instant reserved,
        long promptTokens,
        Prices prices) {

    /// Of a model that has no deployments to be told apart.
    public Work(
            String model,
            String revision,
            String region,
            Instant reserved,
            long promptTokens,
            Prices prices) {
        this(model, revision, "", region, reserved, promptTokens, prices);
    }
}
