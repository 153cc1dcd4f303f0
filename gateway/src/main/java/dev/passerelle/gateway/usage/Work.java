package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.tenancy.Prices;
import java.time.Instant;

/// What a model is to do for a request.
///
/// @param model served id
/// @param revision commit of its files
/// @param region where it runs; empty if nobody said
/// @param reserved when its tokens were: they count in the day and month that limits count them in
public record Work(
        String model,
        String revision,
        String region,
        Instant reserved,
        long promptTokens,
        Prices prices) {}
