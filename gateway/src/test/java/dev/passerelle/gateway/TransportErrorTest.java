package dev.passerelle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportErrorTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/models HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\n\r\n",
                "POST /v1/embeddings HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST /v1/embeddings HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST /v1/embeddings HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Encoding: gzip\r\n\r\n{}"
            })
    void answersBadHttpInOpenAisShape(String request) throws IOException {
        try (var gateway = TestingGateway.with(FakeGenerator.saying("x"));
                var client = new RawClient(gateway.port())) {
            client.send(request);
            String answer = new String(client.in().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .contains("x-request-id: req_")
                    .contains("{\"error\":{\"message\":")
                    .contains("\"type\":\"invalid_request_error\"");
        }
    }
}
