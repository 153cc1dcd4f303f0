package dev.passerelle.gateway.openai;

/// What every part of one answer repeats.
///
/// @param created seconds since the epoch
/// @param fingerprint changes when the same seed may give another text: with the model or the
///   server
public record ReplyIdentity(String id, long created, String model, String fingerprint) {}
