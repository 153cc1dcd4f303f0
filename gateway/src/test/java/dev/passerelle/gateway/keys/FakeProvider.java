package dev.passerelle.gateway.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// An OpenID provider on this machine: its discovery document, its keys, its tokens.
final class FakeProvider implements AutoCloseable {
    private final HttpServer server;
    private volatile List<JWK> keys;
    private volatile boolean down;
    private volatile String named;
    private final AtomicInteger fetches = new AtomicInteger();

    FakeProvider(JWK... keys) throws IOException {
        this.keys = List.of(keys);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        named = issuer();
        server.createContext(
                "/.well-known/openid-configuration",
                exchange ->
                        answer(
                                exchange,
                                "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}"
                                        .formatted(named, issuer())));
        server.createContext(
                "/keys",
                exchange -> {
                    fetches.incrementAndGet();
                    answer(exchange, new JWKSet(this.keys).toPublicJWKSet().toString());
                });
        server.start();
    }

    static ECKey ellipticKey(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    URI address() {
        return URI.create(issuer());
    }

    void sign(JWK... with) {
        keys = List.of(with);
    }

    void goDown(boolean away) {
        down = away;
    }

    void nameIssuer(String issuer) {
        named = issuer;
    }

    int fetches() {
        return fetches.get();
    }

    static String token(JWK key, JWTClaimsSet claims) throws JOSEException {
        return token(key, key instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256, claims);
    }

    static String token(JWK key, JWSAlgorithm algorithm, JWTClaimsSet claims) throws JOSEException {
        JWSSigner signer =
                key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey());
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(down ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
