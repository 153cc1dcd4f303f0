package dev.passerelle.gateway.config;

import dev.passerelle.gateway.config.AdmissionConfig.Jwt;
import dev.passerelle.gateway.config.AdmissionConfig.Mode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes a checked record of `admission`.
final class AdmissionCompiler {
    private final Settings settings;

    AdmissionCompiler(Settings settings) {
        this.settings = settings;
    }

    AdmissionConfig compile() {
        Mode mode = settings.get(AdmissionKeys.MODE);
        String secret = settings.find(AdmissionKeys.HASH_SECRET).orElse(null);
        Jwt jwt = jwt();
        boolean publicCatalogue = settings.get(AdmissionKeys.PUBLIC_CATALOGUE);
        boolean publicMetrics = settings.get(AdmissionKeys.PUBLIC_METRICS);
        if (mode == Mode.KEYS) {
            return new AdmissionConfig(mode, secret, jwt, publicCatalogue, publicMetrics);
        }
        if (jwt != null) {
            throw settings.wrong(
                    AdmissionKeys.JWT_ISSUER.name(),
                    "is given, but nobody is asked for a token; set admission.mode to keys");
        }
        return new AdmissionConfig(mode, secret, null, true, true);
    }

    private @Nullable Jwt jwt() {
        Optional<URI> issuer = settings.find(AdmissionKeys.JWT_ISSUER);
        if (issuer.isEmpty()) {
            checkNoneGiven();
            return null;
        }
        List<String> audience =
                settings.find(AdmissionKeys.JWT_AUDIENCE)
                        .orElseThrow(() ->
                                settings.missing(
                                        "admission.jwt",
                                        AdmissionKeys.JWT_AUDIENCE.name(),
                                        "without it tokens for other services would be taken"));
        return new Jwt(
                issuer.get(),
                settings.find(AdmissionKeys.JWT_JWKS).orElse(null),
                audience,
                settings.get(AdmissionKeys.JWT_CLOCK_SKEW),
                settings.get(AdmissionKeys.JWT_PROJECT_CLAIM),
                settings.get(AdmissionKeys.JWT_ROLE_CLAIM),
                settings.get(AdmissionKeys.JWT_ADMINS),
                settings.find(AdmissionKeys.JWT_DEFAULT_PROJECT).orElse(null));
    }

    private void checkNoneGiven() {
        if (!settings.placeOf("admission.jwt").equals(Settings.DEFAULT)) {
            throw settings.missing(
                    "admission.jwt",
                    AdmissionKeys.JWT_ISSUER.name(),
                    "the section's other keys are of no use without it");
        }
    }
}
