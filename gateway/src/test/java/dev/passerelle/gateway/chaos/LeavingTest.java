package dev.passerelle.gateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.RawClient;
import dev.passerelle.gateway.RecordingLedger;
import dev.passerelle.gateway.upstream.Script;
import dev.passerelle.gateway.upstream.ScriptedUpstream;
import dev.passerelle.gateway.upstream.Seen;
import dev.passerelle.gateway.usage.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that leave, and a server that stops, while a deployment elsewhere answers.
@Timeout(30)
class LeavingTest {
    private final ScriptedUpstream upstream = ScriptedUpstream.playing(Script.silent());
    private final RoutedGateway gateway =
            new RoutedGateway(
                    List.of(RoutedGateway.route("m", RoutedGateway.to("d", upstream, null))));

    @AfterEach
    void close() throws IOException {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closesTheUpstreamBeforeAnyByte(boolean stream) throws Exception {
        RawClient client = ask(stream);
        Seen seen = upstream.requests.take();
        client.close();

        seen.departed().get(2, TimeUnit.SECONDS);
        isFree(0);
    }

    @Test
    void closesTheUpstreamInTheMiddleOfAStream() throws Exception {
        upstream.play(Script.hangingAfter(2));
        RawClient client = ask(true);
        Seen seen = upstream.requests.take();
        while (!client.line().contains("t1")) {}
        client.close();

        seen.departed().get(2, TimeUnit.SECONDS);
        isFree(1);
    }

    @Test
    void closesTheUpstreamOfAWholeAnswerHalfway() throws Exception {
        upstream.play(Script.hangingAfter(0));
        RawClient client = ask(false);
        Seen seen = upstream.requests.take();
        client.finishSending();

        seen.departed().get(2, TimeUnit.SECONDS);
        isFree(0);
        client.close();
    }

    @Test
    void answersTheNextRequestRight() throws Exception {
        for (int i = 0; i < 20; i++) {
            RawClient client = ask(i % 2 == 0);
            Seen seen = upstream.requests.take();
            client.close();
            seen.departed().get(2, TimeUnit.SECONDS);
        }
        upstream.play(Script.answering("A", "B"));

        assertThat(gateway.ask("m", false).body()).contains("\"AB\"");
        assertThat(gateway.ask("m", true).body()).endsWith(Reply.DONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void finishesAnAnswerFromElsewhereWhenTheServerStops(boolean stream) throws Exception {
        CompletableFuture<Boolean> go = new CompletableFuture<>();
        upstream.play(
                stream
                        ? Script.inTwoParts("A", "B", go)
                        : exchange -> {
                            go.join();
                            Script.answering("A", "B").play(exchange);
                        });
        RawClient client = ask(stream);
        upstream.requests.take();
        while (stream && !client.line().contains("\"A\"")) {}
        var drained = CompletableFuture.supplyAsync(this::drain);
        while (ready()) {}
        Reply refused = gateway.ask("m", stream);
        go.complete(true);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isPresent();
        assertThat(refused.header("connection")).contains("close");
        String last = stream ? "[DONE]" : "\"AB\"";
        assertThat(rest(client)).contains(last);
        assertThat(drained.get()).isTrue();
        assertThat(upstream.requests).isEmpty();
        assertThat(List.of(charge(), charge())).containsExactly(Charge.NOTHING, Charge.REPORTED);
        client.close();
    }

    @Test
    void cutsAStreamFromElsewhereAtTheDeadline() throws Exception {
        upstream.play(Script.hangingAfter(1));
        RawClient client = ask(true);
        Seen seen = upstream.requests.take();
        while (!client.line().contains("t0")) {}

        assertThat(gateway.gateway.drain(Duration.ofMillis(10))).isFalse();
        seen.departed().get(2, TimeUnit.SECONDS);
        assertThat(rest(client)).contains("shutting_down").doesNotContain("[DONE]");
        assertThat(charge()).isEqualTo(Charge.estimated(1));
        assertThat(gateway.limiter.reservations()).isZero();
        client.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesAtTheDeadlineWhatHasNotBegun(boolean stream) throws Exception {
        RawClient client = ask(stream);
        Seen seen = upstream.requests.take();

        assertThat(gateway.gateway.drain(Duration.ofMillis(10))).isFalse();
        seen.departed().get(2, TimeUnit.SECONDS);
        assertThat(client.line()).contains(" 503 ");
        assertThat(rest(client)).containsIgnoringCase("retry-after").contains("shutting_down");
        assertThat(charge()).isEqualTo(Charge.NOTHING);
        assertThat(gateway.limiter.reservations()).isZero();
        client.close();
    }

    private static String rest(RawClient client) throws IOException {
        return new String(client.in().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Charge charge() throws InterruptedException {
        return Charge.of(gateway.ledger.next());
    }

    private boolean ready() throws IOException {
        try (RawClient client = new RawClient(gateway.gateway.port())) {
            client.send("GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n");
            return client.line().contains(" 200 ");
        }
    }

    private boolean drain() {
        try {
            return gateway.gateway.drain(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private RawClient ask(boolean stream) throws IOException {
        RawClient client = new RawClient(gateway.gateway.port());
        String body = RoutedGateway.chat("m", stream);
        client.send(Reply.request(RoutedGateway.PATH, RoutedGateway.KEY, "", body));
        return client;
    }

    /// @param least tokens charged at least
    private void isFree(int least) throws InterruptedException {
        RecordingLedger.Closed record = gateway.ledger.next();
        assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(record.completionTokens()).isGreaterThanOrEqualTo(least);
        assertThat(gateway.limiter.reservations()).isZero();
    }
}
