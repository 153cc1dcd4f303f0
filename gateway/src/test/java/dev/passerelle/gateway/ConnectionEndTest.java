package dev.passerelle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A connection ends after the answer where the client wants that, and what follows is no request.
class ConnectionEndTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "POST /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc"
            })
    void endsWhereTheClientWantsThat(String request) throws IOException {
        try (var gateway = TestingGateway.with(FakeGenerator.saying("x"));
                var client = new RawClient(gateway.port())) {
            client.send(request + "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
            String answers = new String(client.in().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers).startsWith("HTTP/1.1 ").containsOnlyOnce("HTTP/1.1 ");
        }
    }
}
