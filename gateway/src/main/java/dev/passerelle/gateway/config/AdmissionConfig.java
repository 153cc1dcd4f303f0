package dev.passerelle.gateway.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Section `admission`: who may call.
///
/// @param hashSecret what key hashes are keyed with, at least 32 characters; absent means a random
///   one kept in `PASSERELLE_HOME`, which gateways on several machines don't share
/// @param jwt absent means no tokens but API keys are taken
/// @param publicCatalogue whether the catalogue is shown to those without a key
/// @param publicMetrics whether metrics are shown to those without a key
public record AdmissionConfig(
        Mode mode,
        @Nullable String hashSecret,
        @Nullable Jwt jwt,
        boolean publicCatalogue,
        boolean publicMetrics) {

    /// Everybody may call, nothing is asked for.
    public static final AdmissionConfig OPEN =
            new AdmissionConfig(Mode.OPEN, null, null, true, true);

    /// Who may call.
    public enum Mode {
        OPEN,
        KEYS
    }

    /// Bearer tokens of an OpenID provider.
    ///
    /// @param issuer whose tokens; `<issuer>/.well-known/openid-configuration` tells the rest
    /// @param jwks where its keys are; absent means as the discovery says
    /// @param audience one of which a token must be for
    /// @param clockSkew how far its clock may be from ours
    /// @param projectClaim the claim that names the project, `name` or `organisation/name`
    /// @param roleClaim the claim that names the role, or a list of roles
    /// @param admins whether tokens may make administrators
    /// @param defaultProject for tokens without that claim; absent refuses them
    public record Jwt(
            URI issuer,
            @Nullable URI jwks,
            List<String> audience,
            Duration clockSkew,
            String projectClaim,
            String roleClaim,
            boolean admins,
            @Nullable String defaultProject) {

        public Jwt {
            audience = List.copyOf(audience);
        }
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "AdmissionConfig[" + mode + "]";
    }
}
