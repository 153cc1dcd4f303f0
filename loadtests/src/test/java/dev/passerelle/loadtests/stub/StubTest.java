package dev.passerelle.loadtests.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.passerelle.loadtests.distribution.Distributions;
import dev.passerelle.loadtests.stub.StubOptions.Cache;
import dev.passerelle.loadtests.stub.StubOptions.Failure;
import dev.passerelle.loadtests.stub.StubOptions.Latency;
import dev.passerelle.loadtests.stub.StubOptions.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StubTest {
    private static final StubOptions QUICK =
            StubOptions.DEFAULT.withLatency(Latency.NOTHING).withRemember(1000);
    private static final long MS = 1_000_000;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// Time that passes when somebody waits for it.
    private static class Leaps implements Pacer {
        private final AtomicLong now = new AtomicLong(1000);

        @Override
        public long now() {
            return now.get();
        }

        @Override
        public void until(long moment) throws InterruptedException {
            now.accumulateAndGet(moment, Math::max);
        }
    }

    /// Time that does not pass before it is let.
    private static final class Gate extends Leaps {
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public void until(long moment) throws InterruptedException {
            if (moment > now()) {
                open.await();
                super.until(moment);
            }
        }
    }

    private HttpResponse<String> post(Stub stub, String path, String body)
            throws IOException, InterruptedException {
        return client.send(request(stub, path, body), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest request(Stub stub, String path, String body) {
        return HttpRequest.newBuilder(URI.create(stub.url() + path))
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String chat(String more) {
        return """
        {"model": "stub", "messages": [{"role": "user", "content": "one two  three"}]%s}
        """
                .formatted(more);
    }

    private static List<String> events(String stream) {
        return Arrays.stream(stream.split("\n\n"))
                .peek(event -> assertThat(event).startsWith("data: "))
                .map(event -> event.substring("data: ".length()))
                .toList();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    void answersAChatWithAsManyTokensAsAskedFor() throws Exception {
        try (Stub stub = Stub.start(QUICK)) {
            var answer = post(stub, "/chat/completions", chat(", \"max_tokens\": 5"));
            JsonNode json = json(answer.body());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-request-id")).contains("req-0");
            String said = json.at("/choices/0/message/content").stringValue();
            assertThat(said.split(" ")).hasSize(5);
            assertThat(json.at("/usage/prompt_tokens").intValue()).isEqualTo(3 + 3 + 3);
            assertThat(json.at("/usage/completion_tokens").intValue()).isEqualTo(5);
            assertThat(json.at("/usage/total_tokens").intValue()).isEqualTo(14);
        }
    }

    @Test
    void streamsAnEventForEachTokenThenUsageThenDone() throws Exception {
        String asked = ", \"stream\": true, \"max_tokens\": 4, \"ignore_eos\": true";
        String usage = ", \"stream_options\": {\"include_usage\": true}";
        try (Stub stub = Stub.start(QUICK)) {
            var answer = post(stub, "/chat/completions", chat(asked + usage));
            List<String> events = events(answer.body());
            assertThat(answer.headers().firstValue("content-type").orElse(""))
                    .startsWith("text/event-stream");
            assertThat(events).hasSize(4 + 3);
            for (String event : events.subList(0, 4)) {
                assertThat(json(event).at("/choices/0/delta/content").stringValue().strip())
                        .matches("\\w+");
            }
            assertThat(json(events.get(4)).at("/choices/0/finish_reason").stringValue())
                    .isEqualTo("length");
            assertThat(json(events.get(5)).at("/usage/completion_tokens").intValue()).isEqualTo(4);
            assertThat(json(events.get(5)).at("/choices")).isEmpty();
            assertThat(events.getLast()).isEqualTo("[DONE]");
            assertThat(events(post(stub, "/chat/completions", chat(asked)).body()))
                    .hasSize(4 + 2)
                    .noneMatch(event -> event.contains("usage"));
        }
    }

    @Test
    void beginsAStreamWithAnEventWithoutTextWhereToldSo() throws Exception {
        try (Stub stub = Stub.start(QUICK.withPreamble(true))) {
            String asked = chat(", \"stream\": true, \"max_tokens\": 1");
            JsonNode first = json(events(post(stub, "/chat/completions", asked).body()).getFirst());
            assertThat(first.at("/choices/0/delta/role").stringValue()).isEqualTo("assistant");
            assertThat(first.at("/choices/0/delta/content").stringValue()).isEmpty();
        }
    }

    @Test
    void completesATextStreamedAndWhole() throws Exception {
        String asked = "{\"model\": \"stub\", \"prompt\": \"a b\", \"max_tokens\": 2%s}";
        try (Stub stub = Stub.start(QUICK)) {
            JsonNode whole = json(post(stub, "/completions", asked.formatted("")).body());
            assertThat(whole.at("/choices/0/text").stringValue()).isEqualTo("the tide");
            assertThat(whole.at("/usage/prompt_tokens").intValue()).isEqualTo(2);
            var streamed = post(stub, "/completions", asked.formatted(", \"stream\": true"));
            assertThat(json(events(streamed.body()).get(1)).at("/choices/0/text").stringValue())
                    .isEqualTo(" tide");
        }
    }

    @Test
    void givesVectorsAsNumbersAndInBase64() throws Exception {
        String asked = "{\"model\": \"stub\", \"input\": [\"a b\", \"c\"]%s}";
        try (Stub stub = Stub.start(QUICK)) {
            JsonNode numbers = json(post(stub, "/embeddings", asked.formatted("")).body());
            assertThat(numbers.at("/data")).hasSize(2);
            assertThat(numbers.at("/data/1/embedding")).hasSize(16);
            assertThat(numbers.at("/usage/prompt_tokens").intValue()).isEqualTo(3);
            String base64 = ", \"encoding_format\": \"base64\"";
            JsonNode coded = json(post(stub, "/embeddings", asked.formatted(base64)).body());
            assertThat(coded.at("/data/0/embedding").isString()).isTrue();
        }
    }

    @Test
    void refusesAsOpenAiDoes() throws Exception {
        try (Stub stub = Stub.start(QUICK)) {
            var broken = post(stub, "/chat/completions", "{");
            assertThat(broken.statusCode()).isEqualTo(400);
            assertThat(json(broken.body()).at("/error/type").stringValue())
                    .isEqualTo("invalid_request_error");
            var other = post(stub, "/chat/completions", chat("").replace("stub", "gpt"));
            assertThat(other.statusCode()).isEqualTo(404);
            assertThat(json(other.body()).at("/error/code").stringValue())
                    .isEqualTo("model_not_found");
            var none = post(stub, "/chat/completions", chat(", \"max_tokens\": 0"));
            assertThat(json(none.body()).at("/error/param").stringValue()).isEqualTo("max_tokens");
            assertThat(post(stub, "/else", "{}").statusCode()).isEqualTo(404);
            assertThat(stub.truth()).isEmpty();
        }
    }

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
    void answersAtTheProgrammedMoments() throws Exception {
        Latency latency =
                Latency.DEFAULT
                        .withTtft(Distributions.parse("300"))
                        .withItl(Distributions.parse("20"))
                        .withPerPromptToken(Duration.ofMillis(2))
                        .withAdmission(Distributions.parse("40"));
        try (Stub stub = Stub.start(QUICK.withLatency(latency), new Leaps())) {
            var answer = post(stub, "/chat/completions", chat(", \"max_tokens\": 3"));
            assertThat(answer.headers().firstValue("server-timing"))
                    .contains(
                            "admission;dur=40.000, queue;dur=0.000, prompt;dur=278.000,"
                                    + " decode;dur=40.000");
            post(stub, "/chat/completions", chat(", \"max_tokens\": 3, \"stream\": true"));
            Served whole = stub.truth().getFirst();
            assertThat(whole.lastSent() - whole.received()).isEqualTo(358 * MS);
            Served streamed = stub.truth().getLast();
            assertThat(streamed.firstSent() - streamed.received()).isEqualTo(318 * MS);
            assertThat(streamed.lastSent() - streamed.received()).isEqualTo(358 * MS);
        }
    }

    @Test
    void sendsWhatIsDueInAStallAtItsEnd() throws Exception {
        Latency latency = Latency.DEFAULT.withTtft(Distributions.parse("100"));
        var stall = new Stall(Duration.ofMillis(90), Duration.ofMillis(500));
        StubOptions options = QUICK.withLatency(latency).withStalls(List.of(stall));
        try (Stub stub = Stub.start(options, new Leaps())) {
            post(stub, "/chat/completions", chat(", \"max_tokens\": 1"));
            post(stub, "/chat/completions", chat(", \"max_tokens\": 1"));
            Served held = stub.truth().getFirst();
            assertThat(held.firstDue() - held.received()).isEqualTo(100 * MS);
            assertThat(held.firstSent() - held.received()).isEqualTo(590 * MS);
            Served after = stub.truth().getLast();
            assertThat(after.firstSent() - after.received()).isEqualTo(100 * MS);
        }
    }

    @Test
    void tellsWhereTheTimeWentInATrailerToo() throws Exception {
        Latency latency = Latency.DEFAULT.withTtft(Distributions.parse("7"));
        try (Stub stub = Stub.start(QUICK.withLatency(latency), new Leaps());
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), stub.port())) {
            String body = chat(", \"stream\": true, \"max_tokens\": 2");
            String head =
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: stub\r\nTE: trailers\r\n"
                            + "Connection: TE, close\r\nContent-Length: %d\r\n\r\n"
                                    .formatted(body.length());
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            String answer = readUntil(socket.getInputStream(), "\r\n0\r\n", "\r\n\r\n");
            assertThat(answer.toLowerCase(Locale.ROOT))
                    .contains("server-timing: admission;dur=0.000, queue;dur=0.000, prompt;dur=7")
                    .contains("prompt;dur=7.000, decode;dur=20.000");
        }
    }

    private static String readUntil(InputStream in, String mark, String end) throws IOException {
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

    @Test
    void queuesWhatHasNoSlotAndSaysSo() throws Exception {
        Latency latency = Latency.NOTHING.withTtft(Distributions.parse("150"));
        var gate = new Gate();
        try (Stub stub = Stub.start(QUICK.withLatency(latency).withSlots(1), gate)) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                answers.add(
                        client.sendAsync(
                                request(stub, "/chat/completions", chat("")),
                                HttpResponse.BodyHandlers.ofString()));
            }
            while (!scrape(stub).contains("passerelle_queue_depth{model=\"stub\"} 2.0")) {
                Thread.onSpinWait();
            }
            gate.open.countDown();
            answers.forEach(CompletableFuture::join);
            List<Served> truth = stub.truth();
            assertThat(truth.stream().map(each -> each.queued() / MS).sorted())
                    .containsExactly(0L, 150L, 300L);
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

    private String scrape(Stub stub) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(stub.metrics()).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
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

    @Test
    void saysWhatComesFromACache() throws Exception {
        try (Stub stub = Stub.start(QUICK.withCache(new Cache(0.5, 0.5)))) {
            List<String> said = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                var answer = post(stub, "/chat/completions", chat(""));
                said.add(answer.headers().firstValue("x-cache").orElse(""));
                assertThat(
                                json(answer.body())
                                        .at("/usage/prompt_tokens_details/cached_tokens")
                                        .intValue())
                        .isEqualTo(4);
            }
            assertThat(said).contains("hit", "miss").doesNotContain("");
        }
    }

    @Test
    void namesItsModel() throws Exception {
        try (Stub stub = Stub.start(QUICK.withModel("a/b"))) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(stub.url() + "/models")).build();
            String models = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            assertThat(json(models).at("/data/0/id").stringValue()).isEqualTo("a/b");
        }
    }
}
