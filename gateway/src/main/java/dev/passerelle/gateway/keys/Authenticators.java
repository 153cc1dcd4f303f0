package dev.passerelle.gateway.keys;

import dev.passerelle.gateway.config.AdmissionConfig;
import java.time.InstantSource;

/// The authenticator that a configuration asks for.
public final class Authenticators {
    private Authenticators() {}

    /// @throws IllegalArgumentException if the provider of tokens can't be used as configured
    public static Authenticator of(
            AdmissionConfig config, KeyCache keys, KeyHash hashes, InstantSource clock) {
        AdmissionConfig.Jwt jwt = config.jwt();
        return switch (config.mode()) {
            case OPEN -> Authenticator.OPEN;
            case KEYS ->
                    new BearerAuthenticator(
                            new KeyAuthenticator(keys, hashes, clock),
                            jwt == null ? null : JwtAuthenticator.of(jwt, clock),
                            WrongKeyDelays.usual());
        };
    }
}
