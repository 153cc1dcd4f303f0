package dev.passerelle.gateway.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import dev.passerelle.gateway.config.AdmissionConfig.Jwt;
import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.tenancy.Caller;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Tells whose a provider's token is. A token found right is remembered for a minute by its digest,
/// so that not each request pays for its signature.
final class JwtAuthenticator {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MOST_REMEMBERED = 10_000;
    private static final Verdict EXPIRED =
            new Verdict.Ended("The token has expired: get another one from its provider.");

    /// @param until when it has to be looked at again
    private record Known(Verdict.Right verdict, Instant until) {}

    private final TokenVerifier verifier;
    private final TokenClaims claims;
    private final Duration skew;
    private final InstantSource clock;
    private final Verdict wrong;
    private final Cache<ByteBuffer, Known> known =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).expireAfterWrite(REMEMBERED).build();

    private JwtAuthenticator(Jwt config, InstantSource clock) {
        this.clock = clock;
        verifier = TokenVerifier.of(config, clock);
        claims = new TokenClaims(config);
        skew = config.clockSkew();
        wrong =
                new Verdict.Wrong(
                        "The token isn't valid here: it has to be issued and signed by %s, for the audience %s, with an expiry and a subject, and its time must have come."
                                .formatted(
                                        config.issuer(), String.join(" or ", config.audience())));
    }

    /// @throws IllegalArgumentException if it can't be used as configured
    static JwtAuthenticator of(Jwt config, InstantSource clock) {
        return new JwtAuthenticator(config, clock);
    }

    /// @throws ApiException.Forbidden if it is right, but its claims make no caller
    /// @throws ApiException.AuthenticationUnavailable if the provider's keys can't be had
    Verdict judge(String token) {
        Instant now = clock.instant();
        ByteBuffer digest = digest(token);
        Known remembered = known.getIfPresent(digest);
        if (remembered != null && now.isBefore(remembered.until())) {
            return remembered.verdict();
        }
        try {
            JWTClaimsSet set = verifier.verify(token);
            Caller caller = claims.caller(set);
            Verdict.Right right = new Verdict.Right(caller);
            known.put(digest, new Known(right, until(set, now)));
            return right;
        } catch (ExpiredJWTException _) {
            return EXPIRED;
        } catch (KeySourceException _) {
            throw new ApiException.AuthenticationUnavailable(
                    "The token can't be checked now, since its provider doesn't answer: try again in a moment.");
        } catch (ParseException | BadJOSEException | JOSEException _) {
            return wrong;
        }
    }

    private Instant until(JWTClaimsSet set, Instant now) {
        Instant end = set.getExpirationTime().toInstant().plus(skew);
        Instant later = now.plus(REMEMBERED);
        return end.isBefore(later) ? end : later;
    }

    private static ByteBuffer digest(String token) {
        try {
            return ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256")
                            .digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
