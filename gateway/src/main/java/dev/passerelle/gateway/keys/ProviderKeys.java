package dev.passerelle.gateway.keys;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import dev.passerelle.gateway.config.AdmissionConfig.Jwt;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The keys an OpenID provider signs with, by its discovery document; fetched when first needed.
final class ProviderKeys implements JWKSetSource<SecurityContext> {
    private static final System.Logger LOG = System.getLogger(ProviderKeys.class.getName());
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration AHEAD = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /// Two fetches are let through in it, so that tokens signed by unknown keys don't become
    /// requests to the provider.
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Duration LONGEST_OUTAGE = Duration.ofHours(12);

    private final String issuer;
    private final @Nullable URI configured;
    private final ProviderClient client = new ProviderClient();
    private volatile boolean reached;
    private volatile boolean failing;

    /// @throws IllegalArgumentException unless its addresses can be trusted
    ProviderKeys(Jwt config) {
        issuer = config.issuer().toString();
        configured = config.jwks();
        ProviderClient.check("admission.jwt.issuer", config.issuer());
        if (configured != null) {
            ProviderClient.check("admission.jwt.jwks", configured);
        }
    }

    /// These keys, kept and refreshed before they are old, at most two fetches in ten seconds;
    /// while the provider is away, the last ones count for twelve hours.
    JWKSource<SecurityContext> cached() {
        return JWKSourceBuilder.create(this)
                .cache(KEPT.toMillis(), LONGEST_WAIT.toMillis())
                .refreshAheadCache(
                        AHEAD.toMillis(),
                        null,
                        Executors.newSingleThreadExecutor(
                                Thread.ofPlatform().daemon().name("jwks").factory()),
                        true,
                        null,
                        false)
                .rateLimited(INTERVAL.toMillis())
                .outageTolerant(LONGEST_OUTAGE.toMillis())
                .build();
    }

    /// Whether they were ever had.
    boolean reached() {
        return reached;
    }

    @Override
    public JWKSet getJWKSet(
            JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
            throws JWKSetUnavailableException {
        try {
            JWKSet keys = JWKSet.parse(client.get(configured == null ? discover() : configured));
            reached = true;
            failing = false;
            return keys;
        } catch (IOException | ParseException | JacksonException e) {
            tell(e);
            throw new JWKSetUnavailableException("the provider's keys can't be had", e);
        }
    }

    private void tell(Exception failure) {
        if (!failing) {
            failing = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The keys of the token provider {0} can''t be had: {1}",
                    issuer,
                    failure);
        }
    }

    private URI discover() throws IOException {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        JsonNode document =
                JSON.readTree(client.get(URI.create(base + "/.well-known/openid-configuration")));
        if (!document.path("issuer").asString("").equals(issuer)) {
            throw new IOException("its discovery document names another issuer");
        }
        try {
            URI keys = URI.create(document.path("jwks_uri").asString(""));
            ProviderClient.check("jwks_uri", keys);
            return keys;
        } catch (IllegalArgumentException e) {
            throw new IOException("its discovery document names no usable jwks_uri", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
