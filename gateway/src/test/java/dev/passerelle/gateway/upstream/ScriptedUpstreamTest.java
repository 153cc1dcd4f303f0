package dev.passerelle.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The scripts do what they say.
@Timeout(20)
class ScriptedUpstreamTest {
    private final ScriptedUpstream upstream = ScriptedUpstream.playing(Script.answering("A", "B"));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() throws IOException {
        client.shutdownNow();
        upstream.close();
    }

    @Test
    void answersAndRecords() throws Exception {
        assertThat(ask("{}").body()).contains("\"content\":\"AB\"").contains("\"total_tokens\":13");
        assertThat(ask("{\"stream\":true}").body())
                .contains("\"content\":\"B\"")
                .doesNotContain("usage")
                .endsWith(Wire.DONE);
        assertThat(ask("{\"stream\":true,\"stream_options\":{\"include_usage\":true}}").body())
                .contains("\"total_tokens\":13");

        Seen first = upstream.requests.take();
        assertThat(first.path()).isEqualTo("/v1/chat/completions");
        assertThat(first.header("content-type")).contains("application/json");
        assertThat(first.body()).isEqualTo("{}");
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void playsScriptsInOrder() throws Exception {
        upstream.then(Script.status(429, "Retry-After: 2")).then(Script.answering("A").trickled());

        assertThat(ask("{}").headers().firstValue("retry-after")).contains("2");
        assertThat(ask("{\"stream\":true}").body()).endsWith(Wire.DONE);
        assertThat(ask("{}").body()).contains("AB");
    }

    @Test
    void cutsAndRefuses() throws Exception {
        for (Script script : List.of(Script.cutInChunkAfter(2), Script.reset(), Script.garbage())) {
            upstream.play(script);
            assertThatThrownBy(() -> ask("{\"stream\":true}")).isInstanceOf(IOException.class);
        }
        upstream.play(Script.answering("A", "B"));
        upstream.refuse();
        assertThatThrownBy(() -> ask("{}")).isInstanceOf(ConnectException.class);
        upstream.accept();
        assertThat(ask("{}").body()).contains("AB");
    }

    @Test
    void seesItsClientLeave() throws Exception {
        upstream.play(Script.hangingAfter(1));
        var _ = client.sendAsync(request("{\"stream\":true}"), BodyHandlers.ofString());
        Seen asked = upstream.requests.take();
        assertThat(asked.departed()).isNotDone();
        client.shutdownNow();

        assertThat(asked.departed().get(5, TimeUnit.SECONDS)).isLessThan(System.nanoTime());
    }

    private HttpResponse<String> ask(String body) throws IOException, InterruptedException {
        return client.send(request(body), BodyHandlers.ofString());
    }

    private HttpRequest request(String body) {
        return HttpRequest.newBuilder(URI.create(upstream.url() + "/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
