package dev.passerelle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.config.ClientLimits;
import dev.passerelle.gateway.config.ServerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {
    private static final String ALLOWED = "https://chat.example";

    @Test
    void answersThePreflightOfAnAllowedOrigin() throws IOException {
        List<String> head =
                head(
                        List.of("https://other.example", ALLOWED),
                        "OPTIONS",
                        "Origin: " + ALLOWED,
                        "Access-Control-Request-Method: POST",
                        "Access-Control-Request-Headers: authorization, X-Stainless-Os, cookie");

        assertThat(head)
                .contains(
                        "http/1.1 204 no content",
                        "vary: origin",
                        "access-control-allow-origin: " + ALLOWED,
                        "access-control-allow-methods: get, head, post, patch, delete",
                        "access-control-allow-headers: authorization, content-type, x-stainless-os")
                .noneMatch(line -> line.contains("credentials"));
    }

    @Test
    void letsAnAllowedOriginReadTheAnswerAndItsHeaders() throws IOException {
        assertThat(head(List.of(ALLOWED), "GET", "Origin: " + ALLOWED))
                .contains(
                        "http/1.1 200 ok",
                        "vary: origin",
                        "access-control-allow-origin: " + ALLOWED)
                .anyMatch(line ->
                        line.startsWith("access-control-expose-headers:")
                                && line.contains("x-ratelimit-remaining-tokens"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "https://chat.example.evil.example", "null"})
    void tellsOtherOriginsNothing(String origin) throws IOException {
        String method = "Access-Control-Request-Method: POST";

        assertThat(head(List.of(ALLOWED), "OPTIONS", "Origin: " + origin, method))
                .contains("vary: origin")
                .noneMatch(line -> line.startsWith("access-control"));
        assertThat(head(List.of(ALLOWED), "GET", "Origin: " + origin))
                .contains("http/1.1 200 ok")
                .noneMatch(line -> line.startsWith("access-control"));
    }

    @Test
    void isOffByDefault() throws IOException {
        assertThat(head(List.of(), "GET", "Origin: " + ALLOWED))
                .contains("http/1.1 200 ok")
                .noneMatch(line -> line.startsWith("access-control") || line.startsWith("vary"));
    }

    private static List<String> head(List<String> origins, String method, String... headers)
            throws IOException {
        ServerConfig config =
                new ServerConfig(
                        "127.0.0.1",
                        0,
                        1024,
                        Duration.ZERO,
                        false,
                        null,
                        null,
                        origins,
                        ClientLimits.DEFAULT);
        try (var listener =
                        Listener.start(
                                config,
                                routing ->
                                        routing.get("/", (_, response) -> response.send("hello")),
                                _ -> {});
                var client = new RawClient(listener.port())) {
            client.send(
                    method
                            + " / HTTP/1.1\r\nHost: x\r\n"
                            + String.join("\r\n", headers)
                            + "\r\n\r\n");
            return client.head().stream().map(line -> line.toLowerCase(Locale.ROOT)).toList();
        }
    }
}
