package dev.passerelle.gateway.usage;

/// How many tokens a request is charged.
///
/// @param cached tokens of the prompt that needn't be read again
/// @param estimated whether nobody counted them exactly
public record Counted(long prompt, long completion, long cached, boolean estimated) {}
