package dev.passerelle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How the web page is served, whatever it holds.
class PageTest {
    private static final TestingGateway GATEWAY =
            TestingGateway.with(FakeGenerator.saying("Hello"));

    @AfterAll
    static void close() {
        GATEWAY.close();
    }

    @Test
    void servesThePageAtTheRoot() {
        HttpResponse<String> page = GATEWAY.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).startsWith("<!doctype html>");
        assertThat(header(page, "content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(page, "cache-control")).isEqualTo("no-cache");
        assertThat(GATEWAY.get("/page/index.html").body()).isEqualTo(page.body());
    }

    @Test
    void tellsBrowsersWhatToRefuse() {
        HttpResponse<String> page = GATEWAY.get("/");
        assertThat(header(page, "content-security-policy"))
                .isEqualTo(
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(header(page, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(page, "referrer-policy")).isEqualTo("no-referrer");
        assertThat(header(page, "cross-origin-opener-policy")).isEqualTo("same-origin");
        assertThat(header(page, "permissions-policy")).contains("camera=()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/health/live", "/metrics", "/nothing", "/page/nothing"})
    void letsNoAnswerBeTakenForAnotherType(String path) {
        assertThat(header(GATEWAY.get(path), "x-content-type-options")).isEqualTo("nosniff");
    }

    @Test
    void letsNotEvenTheAnswerToNoRequestBeTakenForAnotherType() throws IOException {
        try (RawClient client = new RawClient(GATEWAY.port())) {
            client.send("no request\r\n\r\n");
            assertThat(client.head()).contains("X-Content-Type-Options: nosniff");
        }
    }

    @Test
    void sendsThePageOnce() {
        String tag = header(GATEWAY.get("/"), "etag");
        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        for (String held : new String[] {tag, "W/" + tag, "\"x\", " + tag, "*"}) {
            HttpResponse<String> again = with("/", "If-None-Match", held);
            assertThat(again.statusCode()).as(held).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(header(again, "etag")).isEqualTo(tag);
        }
        assertThat(with("/", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @Test
    void compressesForThoseWhoAsk() {
        HttpResponse<String> plain = GATEWAY.get("/");
        HttpResponse<String> gzip = with("/", "Accept-Encoding", "br, gzip;q=0.5");
        assertThat(header(gzip, "content-encoding")).isEqualTo("gzip");
        assertThat(header(gzip, "vary")).isEqualTo("Accept-Encoding");
        assertThat(header(gzip, "etag")).isNotEqualTo(header(plain, "etag"));
        HttpResponse<String> refused = with("/", "Accept-Encoding", "gzip;q=0, br");
        assertThat(refused.body()).isEqualTo(plain.body());
    }

    @Test
    void answersHeadWithoutTheBody() throws IOException {
        try (RawClient client = new RawClient(GATEWAY.port())) {
            client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.head())
                    .startsWith("HTTP/1.1 200 OK")
                    .contains(
                            "Content-Length: "
                                    + GATEWAY.get("/")
                                            .body()
                                            .getBytes(StandardCharsets.UTF_8)
                                            .length);
            client.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.answer()).isEqualTo("{\"status\":\"up\"}");
        }
    }

    @Test
    void takesNoOtherMethod() {
        for (String path : new String[] {"/", "/page/index.html"}) {
            HttpRequest post =
                    HttpRequest.newBuilder(URI.create(GATEWAY.url(path)))
                            .POST(BodyPublishers.ofString("x"))
                            .build();
            HttpResponse<String> refused = GATEWAY.send(post);
            assertThat(refused.statusCode()).isEqualTo(405);
            assertThat(header(refused, "allow")).isEqualTo("GET, HEAD");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page/",
                "/page/nothing.js",
                "/page/../http/Routes.class",
                "/page/%2e%2e/http/Routes.class",
                "/page/..%2fhttp%2fRoutes.class",
                "/page//etc/passwd",
                "/page/%2fetc%2fpasswd",
                "/page/..%5c..%5cetc",
                "/page/index.html/",
                "/page/index.html%00.js",
                "/page/Index.html"
            })
    void knowsNoFileButThePages(String path) throws IOException {
        try (RawClient client = new RawClient(GATEWAY.port())) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(client.head().getFirst()).matches("HTTP/1.1 40[04] .*");
        }
    }

    private static HttpResponse<String> with(String path, String header, String value) {
        return GATEWAY.send(
                HttpRequest.newBuilder(URI.create(GATEWAY.url(path)))
                        .header(header, value)
                        .build());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
