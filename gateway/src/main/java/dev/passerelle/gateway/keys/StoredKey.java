package dev.passerelle.gateway.keys;

import dev.passerelle.gateway.tenancy.Caller;
import java.util.HexFormat;

/// A key, its hash, and who calls with it.
final class StoredKey {
    private final ApiKey key;
    private final Caller caller;
    private final byte[] hash;

    /// @param hash as hexadecimal digits
    StoredKey(ApiKey key, String hash) {
        this.key = key;
        caller =
                new Caller(
                        key.id(),
                        key.project(),
                        key.role(),
                        key.models(),
                        key.regions(),
                        key.limits());
        this.hash = HexFormat.of().parseHex(hash);
    }

    ApiKey key() {
        return key;
    }

    Caller caller() {
        return caller;
    }

    byte[] hash() {
        return hash;
    }

    /// Without the hash.
    @Override
    public String toString() {
        return "StoredKey[" + key.id() + "]";
    }
}
