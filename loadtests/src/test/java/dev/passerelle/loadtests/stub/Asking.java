package dev.passerelle.loadtests.stub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.stub.StubOptions.Latency;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Requests to a stub, as a client sends them.
abstract class Asking {
    static final StubOptions QUICK =
            StubOptions.DEFAULT.withLatency(Latency.NOTHING).withRemember(1000);
    static final long MS = 1_000_000;

    final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpResponse<String> post(Stub stub, String path, String body)
            throws IOException, InterruptedException {
        return client.send(request(stub, path, body), HttpResponse.BodyHandlers.ofString());
    }

    static HttpRequest request(Stub stub, String path, String body) {
        return HttpRequest.newBuilder(URI.create(stub.url() + path))
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    static String chat(String more) {
        return """
        {"model": "stub", "messages": [{"role": "user", "content": "one two  three"}]%s}
        """
                .formatted(more);
    }

    static List<String> events(String stream) {
        return Arrays.stream(stream.split("\n\n"))
                .peek(event -> assertThat(event).startsWith("data: "))
                .map(event -> event.substring("data: ".length()))
                .toList();
    }

    static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    static String readUntil(InputStream in, String mark, String end) throws IOException {
        var text = new StringBuilder();
        int last = -1;
        while (last < 0 || text.indexOf(end, last + mark.length() - 2) < 0) {
            int next = in.read();
            if (next < 0) {
                return text.toString();
            }
            text.append((char) next);
            last = text.indexOf(mark);
        }
        return text.toString();
    }

    String scrape(Stub stub) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(stub.metrics()).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
