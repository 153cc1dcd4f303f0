package dev.passerelle.gateway.keys;

import java.util.HexFormat;

/// A key and its hash.
final class StoredKey {
    private final ApiKey key;
    private final byte[] hash;

    /// @param hash as hexadecimal digits
    StoredKey(ApiKey key, String hash) {
        this.key = key;
        this.hash = HexFormat.of().parseHex(hash);
    }

    ApiKey key() {
        return key;
    }

    boolean isOf(KeyHash hashes, KeyText text) {
        return hashes.matches(text, hash);
    }

    /// Without the hash.
    @Override
    public String toString() {
        return "StoredKey[" + key.id() + "]";
    }
}
