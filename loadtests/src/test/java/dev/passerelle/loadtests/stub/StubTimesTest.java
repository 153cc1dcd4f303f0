package dev.passerelle.loadtests.stub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.distribution.Distributions;
import dev.passerelle.loadtests.stub.StubOptions.Latency;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StubTimesTest extends Asking {
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
}
