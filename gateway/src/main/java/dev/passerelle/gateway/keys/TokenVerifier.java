package dev.passerelle.gateway.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.passerelle.gateway.config.AdmissionConfig.Jwt;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;

/// Checks a token's signature, issuer, audience and time. Only signatures by a key pair count: with
/// a shared secret, the provider's public key would be one.
final class TokenVerifier {
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);

    private final ProviderKeys keys;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    private TokenVerifier(Jwt config, ProviderKeys keys, InstantSource clock) {
        this.keys = keys;
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys.cached()));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(
                        JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWTClaimsSetVerifier(new Claims(config, clock));
    }

    /// @throws IllegalArgumentException if it can't be used as configured
    static TokenVerifier of(Jwt config, InstantSource clock) {
        if (config.audience().isEmpty()) {
            throw new IllegalArgumentException(
                    "admission.jwt.audience is empty: name whom tokens for this gateway are for");
        }
        return new TokenVerifier(config, new ProviderKeys(config), clock);
    }

    /// @throws com.nimbusds.jose.KeySourceException if the provider's keys can't be had
    JWTClaimsSet verify(String token) throws ParseException, BadJOSEException, JOSEException {
        try {
            return processor.process(token, null);
        } catch (RateLimitReachedException e) {
            if (keys.reached()) {
                throw new BadJOSEException("signed by a key that the provider didn't have", e);
            }
            throw e;
        }
    }

    /// What a token has to claim, by our clock.
    private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final InstantSource clock;

        Claims(Jwt config, InstantSource clock) {
            super(
                    new HashSet<>(config.audience()),
                    new JWTClaimsSet.Builder().issuer(config.issuer().toString()).build(),
                    Set.of("exp", "sub"),
                    Set.of());
            this.clock = clock;
            setMaxClockSkew(Math.toIntExact(config.clockSkew().toSeconds()));
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }

        @Override
        public void verify(JWTClaimsSet claims, SecurityContext context) throws BadJWTException {
            super.verify(claims, context);
            String subject = claims.getSubject();
            if (subject.isBlank()
                    || subject.length() > 200
                    || subject.chars().anyMatch(Character::isISOControl)) {
                throw new BadJWTException("no usable subject");
            }
        }
    }
}
