package dev.passerelle.gateway.openai;

import org.jspecify.annotations.Nullable;

/// What every part of one answer repeats.
///
/// @param created seconds since the epoch
/// @param fingerprint changes when the same seed may give another text: with the model or the
///   server
/// @param tier the service tier, if one was named
public record ReplyIdentity(
        String id, long created, String model, String fingerprint, @Nullable String tier) {

    public ReplyIdentity(String id, long created, String model, String fingerprint) {
        this(id, created, model, fingerprint, null);
    }

    /// With the only service tier there is.
    ReplyIdentity withTier() {
        return new ReplyIdentity(id, created, model, fingerprint, "default");
    }
}
