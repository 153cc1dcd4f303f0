package dev.passerelle.gateway.upstream;

/// What a deployment says it has read and generated.
///
/// @param cached of the tokens read, how many it needn't read again
record ReportedUsage(long prompt, long completion, long cached) {}
