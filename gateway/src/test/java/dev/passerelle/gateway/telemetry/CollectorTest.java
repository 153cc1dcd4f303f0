package dev.passerelle.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.passerelle.gateway.config.TelemetryConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class CollectorTest {

    @Test
    void getsTracesAndMetricsOverHttp() throws IOException {
        Map<String, String> got = new ConcurrentHashMap<>();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    boolean gzip =
                            "gzip"
                                    .equals(
                                            exchange.getRequestHeaders()
                                                    .getFirst("Content-Encoding"));
                    byte[] body =
                            gzip
                                    ? new GZIPInputStream(exchange.getRequestBody()).readAllBytes()
                                    : exchange.getRequestBody().readAllBytes();
                    got.put(
                            exchange.getRequestURI().getPath(),
                            new String(body, StandardCharsets.ISO_8859_1));
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        try {
            URI endpoint =
                    URI.create(
                            "http://127.0.0.1:%d/otel/".formatted(server.getAddress().getPort()));
            TelemetryConfig config = new TelemetryConfig("off", endpoint, 100, "gate");
            try (Telemetry telemetry = Telemetry.of(config)) {
                Trace trace = telemetry.begin(null, null);
                telemetry.ended(trace, Summaries.answered(Summaries.LOCAL));
            }
        } finally {
            server.stop(0);
        }
        assertThat(got).containsOnlyKeys("/otel/v1/traces", "/otel/v1/metrics");
        assertThat(got.get("/otel/v1/traces"))
                .contains("gate", "POST /v1/chat/completions", "chat chat", "decode");
        assertThat(got.get("/otel/v1/metrics"))
                .contains("gate", "gen_ai.client.token.usage", "gen_ai.server.time_to_first_token");
    }
}
