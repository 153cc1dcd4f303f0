package dev.passerelle.gateway.keys;

/// A new key with its secret, which is shown this once.
///
/// @param secret the whole key, as clients send it
public record IssuedKey(ApiKey key, String secret) {

    /// Without the secret.
    @Override
    public String toString() {
        return "IssuedKey[" + key.id() + "]";
    }
}
