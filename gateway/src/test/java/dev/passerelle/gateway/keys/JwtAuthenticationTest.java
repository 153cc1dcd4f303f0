package dev.passerelle.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.passerelle.gateway.config.AdmissionConfig.Jwt;
import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who is let in by an OpenID provider's token.
class JwtAuthenticationTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final ECKey KEY = FakeProvider.ellipticKey("one");

    private final MutableClock clock = new MutableClock(START);
    private final FakeProvider provider = new FakeProvider(KEY);
    private JwtAuthenticator authenticator = authenticator(provider.address(), null, "team");

    JwtAuthenticationTest() throws IOException {}

    @AfterEach
    void close() {
        provider.close();
    }

    private JwtAuthenticator authenticator(
            URI issuer, @Nullable URI jwks, @Nullable String project) {
        return authenticator(issuer, jwks, project, true);
    }

    private JwtAuthenticator authenticator(
            URI issuer, @Nullable URI jwks, @Nullable String project, boolean admins) {
        return JwtAuthenticator.of(
                new Jwt(
                        issuer,
                        jwks,
                        List.of("passerelle", "gateway"),
                        Duration.ofSeconds(30),
                        "project",
                        "role",
                        admins,
                        project),
                clock);
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(provider.issuer())
                .audience("gateway")
                .subject("alice")
                .expirationTime(Date.from(START.plusSeconds(300)));
    }

    private Verdict judge(JWTClaimsSet.Builder claims) throws Exception {
        return judge(KEY, claims);
    }

    private Verdict judge(JWK key, JWTClaimsSet.Builder claims) throws Exception {
        return authenticator.judge(FakeProvider.token(key, claims.build()));
    }

    private Caller caller(JWTClaimsSet.Builder claims) throws Exception {
        return right(judge(claims));
    }

    private static Caller right(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Right.class);
        return ((Verdict.Right) verdict).caller();
    }

    private static void wrong(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Wrong.class);
    }

    @Test
    void aTokenWithoutFurtherClaimsIsAMemberOfTheDefaultProject() throws Exception {
        assertThat(caller(claims()))
                .isEqualTo(
                        new Caller(
                                "jwt:alice",
                                new Project("default", "team"),
                                Role.MEMBER,
                                Set.of(),
                                Set.of(),
                                Limits.NONE));
    }

    @Test
    void claimsNameProjectRoleModelsAndRegions() throws Exception {
        Caller caller =
                caller(
                        claims().claim("project", "acme/search")
                                .claim("role", List.of("reader", "read-only", "admin"))
                                .claim("passerelle_models", List.of("smollm2"))
                                .claim("passerelle_regions", List.of("eu")));
        assertThat(caller.project()).isEqualTo(new Project("acme", "search"));
        assertThat(caller.role()).isEqualTo(Role.ADMIN);
        assertThat(caller.models()).containsExactly("smollm2");
        assertThat(caller.regions()).containsExactly("eu");
        assertThat(caller(claims().claim("role", "read-only")).role()).isEqualTo(Role.READ_ONLY);
    }

    @Test
    void tokensMakeNoAdministratorsUnlessTheyMay() throws Exception {
        authenticator = authenticator(provider.address(), null, "team", false);
        forbidden(claims().claim("role", "admin"), "role");
        assertThat(caller(claims().claim("role", List.of("admin", "member"))).role())
                .isEqualTo(Role.MEMBER);
    }

    @Test
    void claimsThatMakeNoCallerAreForbidden() {
        forbidden(claims().claim("project", "No Such/Form"), "project");
        forbidden(claims().claim("project", 7), "project");
        forbidden(claims().claim("role", "emperor"), "role");
        forbidden(claims().claim("passerelle_models", List.of()), "passerelle_models");
        forbidden(claims().claim("passerelle_regions", "eu"), "passerelle_regions");
        authenticator = authenticator(provider.address(), null, null);
        forbidden(claims(), "project");
    }

    private void forbidden(JWTClaimsSet.Builder claims, String claim) {
        assertThatThrownBy(() -> judge(claims))
                .isInstanceOf(ApiException.Forbidden.class)
                .hasMessageContaining("'" + claim + "'");
    }

    @Test
    void othersTokensAreWrong() throws Exception {
        wrong(judge(claims().issuer("http://127.0.0.1:1")));
        wrong(judge(claims().issuer(null)));
        wrong(judge(claims().audience("another")));
        wrong(judge(claims().audience((String) null)));
        wrong(judge(claims().subject(null)));
        wrong(judge(claims().subject("two\nlines")));
        wrong(judge(claims().expirationTime(null)));
        wrong(judge(FakeProvider.ellipticKey("one"), claims()));
        wrong(authenticator.judge("a.b.c"));
    }

    @Test
    void clocksMayDifferByTheSkew() throws Exception {
        right(judge(claims().expirationTime(Date.from(START.minusSeconds(29)))));
        assertThat(judge(claims().expirationTime(Date.from(START.minusSeconds(31)))))
                .isInstanceOf(Verdict.Ended.class);
        right(judge(claims().notBeforeTime(Date.from(START.plusSeconds(29)))));
        wrong(judge(claims().notBeforeTime(Date.from(START.plusSeconds(31)))));
    }

    @Test
    void aTokenIsRememberedNoLongerThanItIsValid() throws Exception {
        String token =
                FakeProvider.token(
                        KEY, claims().expirationTime(Date.from(START.plusSeconds(10))).build());
        right(authenticator.judge(token));
        clock.forward(Duration.ofSeconds(39));
        right(authenticator.judge(token));
        clock.forward(Duration.ofSeconds(2));
        assertThat(authenticator.judge(token)).isInstanceOf(Verdict.Ended.class);
    }

    @Test
    void rsaSignaturesCount() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        provider.sign(rsa);
        right(authenticator.judge(FakeProvider.token(rsa, claims().build())));
        right(authenticator.judge(FakeProvider.token(rsa, JWSAlgorithm.PS384, claims().build())));
    }

    @Test
    void aTokenSignedByNobodyIsWrong() {
        wrong(authenticator.judge(new PlainJWT(claims().build()).serialize()));
    }

    @Test
    void aTokenSignedWithThePublicKeyAsSharedSecretIsWrong() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        provider.sign(rsa);
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(),
                        claims().build());
        token.sign(new MACSigner(rsa.toRSAPublicKey().getEncoded()));
        wrong(authenticator.judge(token.serialize()));
    }

    @Test
    void aNewKeyOfTheProviderIsFetchedWhenATokenNamesIt() throws Exception {
        right(judge(claims()));
        ECKey next = FakeProvider.ellipticKey("two");
        provider.sign(next);
        right(judge(next, claims()));
        assertThat(provider.fetches()).isEqualTo(2);
    }

    @Test
    void unknownKeysAreWrongAndDoNotFloodTheProvider() throws Exception {
        right(judge(claims()));
        for (int i = 0; i < 20; i++) {
            wrong(judge(FakeProvider.ellipticKey("unknown" + i), claims()));
        }
        assertThat(provider.fetches()).isLessThanOrEqualTo(3);
    }

    @Test
    void aProviderThatIsDownAtFirstMakesTokensUncheckable() {
        provider.goDown(true);
        try (LogLines log = new LogLines()) {
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> judge(claims()))
                        .isInstanceOf(ApiException.AuthenticationUnavailable.class);
            }
            assertThat(log.lines()).singleElement().asString().contains(provider.issuer(), "503");
        }
    }

    @Test
    void aProviderThatGoesDownLaterChangesNothing() throws Exception {
        right(judge(claims()));
        provider.goDown(true);
        right(judge(claims().subject("bob")));
        wrong(judge(FakeProvider.ellipticKey("unknown"), claims()));
        right(judge(claims().subject("carol")));
    }

    @Test
    void aDiscoveryDocumentOfAnotherIssuerIsNotBelieved() {
        provider.nameIssuer("https://elsewhere.example");
        assertThatThrownBy(() -> judge(claims()))
                .isInstanceOf(ApiException.AuthenticationUnavailable.class);
    }

    @Test
    void keysCanBeConfiguredWithoutDiscovery() throws Exception {
        provider.nameIssuer("https://elsewhere.example");
        authenticator =
                authenticator(provider.address(), provider.address().resolve("/keys"), "team");
        right(judge(claims()));
    }

    @Test
    void aProviderIsReachedByHttpsOnly() {
        assertThatThrownBy(
                        () -> authenticator(URI.create("http://login.example.com"), null, "team"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("admission.jwt.issuer")
                .hasMessageContaining("https://");
        authenticator(URI.create("https://login.example.com"), null, "team");
        authenticator(URI.create("http://localhost:8080"), null, "team");
        authenticator(URI.create("http://[::1]:8080"), null, "team");
    }

    @Test
    void noTokenIsInTheLogOrAMessage() throws Exception {
        try (LogLines log = new LogLines()) {
            String token = FakeProvider.token(FakeProvider.ellipticKey("one"), claims().build());
            Verdict verdict = authenticator.judge(token);
            assertThat(verdict.toString() + log.lines())
                    .doesNotContain(token.substring(token.lastIndexOf('.')));
        }
    }
}
