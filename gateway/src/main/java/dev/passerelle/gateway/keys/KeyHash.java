package dev.passerelle.gateway.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// What is kept in place of a key: its HMAC-SHA256 under a secret that isn't in the database, so
/// that neither the database nor the secret alone tells whether a key is right.
public final class KeyHash {
    private static final int LEAST = 32;
    private static final byte[] NOBODYS = new byte[32];

    private final Mac prototype;

    private KeyHash(Mac prototype) {
        this.prototype = prototype;
    }

    /// Under the configured secret, else under one that is kept in `home`, made if absent.
    ///
    /// @throws IllegalArgumentException if the configured secret is too short
    /// @throws IllegalStateException if others than the owner may read the kept one
    public static KeyHash ofHome(Path home, @Nullable String configured) throws IOException {
        return of(configured == null ? new HashSecretFile(home).readOrMake() : configured);
    }

    /// @throws IllegalArgumentException if it has less than 32 characters
    public static KeyHash of(String secret) {
        if (secret.length() < LEAST) {
            throw new IllegalArgumentException(
                    "admission.hash-secret has %d characters: give it at least %d random ones, or leave it out to have one made"
                            .formatted(secret.length(), LEAST));
        }
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            return new KeyHash(mac);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// The hash of a key as 64 hexadecimal digits.
    String of(KeyText key) {
        return HexFormat.of().formatHex(bytes(key.text()));
    }

    /// What tells the secret from others without giving it away; never a key's hash, since no key
    /// has this text.
    String fingerprint() {
        return HexFormat.of().formatHex(bytes("fingerprint"));
    }

    /// Whether a key has a hash, told in the same time for every hash.
    ///
    /// @param hash absent for a key that nobody has
    boolean matches(KeyText key, byte @Nullable [] hash) {
        return MessageDigest.isEqual(bytes(key.text()), hash == null ? NOBODYS : hash)
                && hash != null;
    }

    /// Setting up a Mac costs more than using it: a copy of one that is set up is used.
    private byte[] bytes(String text) {
        try {
            Mac mac = (Mac) prototype.clone();
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own HmacSHA256 can be copied", e);
        }
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "KeyHash";
    }
}
