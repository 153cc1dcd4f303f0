package dev.passerelle.gateway.keys;

import java.time.Instant;
import java.time.InstantSource;

/// Tells whose an API key is.
///
/// Keys that exist and keys that don't cost the same work, so that the time of an answer doesn't
/// tell ids.
final class KeyAuthenticator {
    private static final Verdict WRONG =
            new Verdict.Wrong(
                    "The API key is wrong: check that it is complete and of this gateway, or ask an administrator for another one.");

    private final KeyCache keys;
    private final KeyHash hashes;
    private final InstantSource clock;

    KeyAuthenticator(KeyCache keys, KeyHash hashes, InstantSource clock) {
        this.keys = keys;
        this.hashes = hashes;
        this.clock = clock;
    }

    Verdict judge(String text) {
        KeyText key = KeyText.parse(text);
        if (key == null) {
            return WRONG;
        }
        StoredKey stored = keys.find(key.id());
        boolean right = hashes.matches(key, stored == null ? null : stored.hash());
        return stored == null || !right ? WRONG : judge(stored);
    }

    private Verdict judge(StoredKey stored) {
        ApiKey key = stored.key();
        Instant now = clock.instant();
        if (key.validAt(now)) {
            return new Verdict.Right(stored.caller());
        }
        Instant expiresAt = key.expiresAt();
        return expiresAt != null && !now.isBefore(expiresAt)
                ? ended("The API key %s has expired: ask an administrator for another one.", key)
                : ended("The API key %s was revoked: use its successor, or ask for one.", key);
    }

    private static Verdict ended(String message, ApiKey key) {
        return new Verdict.Ended(message.formatted(key.prefix()));
    }
}
