package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.tenancy.Prices;

/// What a model is to do for a request.
///
/// @param model served id
/// @param revision commit of its files
/// @param region where it runs; empty if nobody said
public record Work(
        String model, String revision, String region, long promptTokens, Prices prices) {}
