package dev.passerelle.gateway.openai;

/// Why a choice ended before the caller's own limit or the end of the context.
///
/// @param limit which limit had no more room, e.g. `tokens_per_day`
/// @param scope whom it binds: `key`, `project`, `organisation` or `model`
/// @param message the same for people
public record LimitedBy(String limit, String scope, String message) {}
