package dev.passerelle.loadtests.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.passerelle.loadtests.distribution.Distributions;
import dev.passerelle.loadtests.stub.StubOptions.Failure;
import dev.passerelle.loadtests.stub.StubOptions.Latency;
import dev.passerelle.loadtests.stub.StubOptions.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StubTroubleTest extends Asking {
    @Test
    void failsAsOftenAsProgrammed() throws Exception {
        var trouble = new Trouble(List.of(new Failure(500, 0.2), new Failure(429, 0.3)), 0, 0);
        try (Stub stub = Stub.start(QUICK.withTrouble(trouble))) {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                statuses.add(post(stub, "/chat/completions", chat("")).statusCode());
            }
            assertThat(statuses.stream().filter(status -> status == 500).count())
                    .isBetween(25L, 55L);
            assertThat(statuses.stream().filter(status -> status == 429).count())
                    .isBetween(40L, 80L);
        }
    }

    @Test
    void cutsStreamsInTheMiddle() throws Exception {
        StubOptions cutting = QUICK.withTrouble(new Trouble(List.of(), 1, 0));
        String asked = chat(", \"stream\": true, \"max_tokens\": 6");
        try (Stub stub = Stub.start(cutting)) {
            HttpRequest request = request(stub, "/chat/completions", asked);
            try (InputStream body =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
                var said = new StringBuilder();
                assertThat(
                                catchThrowable(() -> {
                                    for (int b = body.read(); b >= 0; b = body.read()) {
                                        said.append((char) b);
                                    }
                                }))
                        .isInstanceOf(IOException.class);
                assertThat(said).contains("the").doesNotContain("[DONE]");
            }
            Served served = stub.truth().getFirst();
            assertThat(served.fate()).isEqualTo(Fate.CUT);
            assertThat(served.tokens()).isBetween(1, 6);
        }
    }

    @Test
    void noticesDeparturesAndTellsHowLongTheyHeldTheirSlot() throws Exception {
        Latency latency =
                Latency.NOTHING
                        .withItl(Distributions.parse("1"))
                        .withCancel(Distributions.parse("30"));
        try (Stub stub = Stub.start(QUICK.withLatency(latency))) {
            String body = chat(", \"stream\": true, \"max_tokens\": 100000");
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stub.port())) {
                String head =
                        "POST /v1/chat/completions HTTP/1.1\r\nHost: stub\r\nContent-Length: %d\r\n\r\n"
                                .formatted(body.length());
                socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
                readUntil(socket.getInputStream(), "tide", "\n\n");
            }
            while (stub.truth().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(stub.truth().getFirst().fate()).isEqualTo(Fate.LEFT);
            assertThat(stub.truth().getFirst().left()).isPositive();
            assertThat(scrape(stub))
                    .contains("passerelle_cancel_latency_seconds_bucket{le=\"0.025\"} 0\n")
                    .contains("passerelle_cancel_latency_seconds_count 1\n")
                    .contains("passerelle_slots_active{model=\"stub\"} 0.0\n");
        }
    }

    @Test
    void hangsUntilItEnds() throws Exception {
        CompletableFuture<HttpResponse<String>> answer;
        try (Stub stub = Stub.start(QUICK.withTrouble(new Trouble(List.of(), 0, 1)))) {
            answer =
                    client.sendAsync(
                            request(stub, "/chat/completions", chat("")),
                            HttpResponse.BodyHandlers.ofString());
            while (!scrape(stub).contains("in_flight{endpoint=\"all\"} 1")) {
                Thread.onSpinWait();
            }
            assertThat(answer).isNotDone();
        }
        assertThat(answer).failsWithin(Duration.ofSeconds(5));
    }
}
