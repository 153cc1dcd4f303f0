package dev.passerelle.gateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.FakeGenerator;
import dev.passerelle.gateway.FakeGenerator.Running;
import dev.passerelle.gateway.RawClient;
import dev.passerelle.gateway.RecordingLedger;
import dev.passerelle.gateway.TestingGateway;
import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.upstream.Script;
import dev.passerelle.gateway.upstream.ScriptedUpstream;
import dev.passerelle.gateway.upstream.Seen;
import dev.passerelle.gateway.usage.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that leave, wherever their call is by then: what it holds is given back.
@Timeout(30)
class ReleaseTest {
    private static final int PROMISE_SECONDS = 2;

    private final FakeGenerator generator = FakeGenerator.silent();
    private final ScriptedUpstream one = ScriptedUpstream.playing(Script.silent());
    private final ScriptedUpstream other = ScriptedUpstream.playing(Script.silent());
    private final RoutedGateway gateway = gateway();

    private RoutedGateway gateway() {
        ServedModel local = TestingGateway.ready("local", generator);
        return new RoutedGateway(
                RoutedGateway.TIRELESS,
                RoutedGateway.KEEPING,
                List.of(
                        ModelRoute.of(local.config()),
                        RoutedGateway.route("m", RoutedGateway.to("d", one, null)),
                        RoutedGateway.hedged(
                                "hedged",
                                Duration.ofMillis(1),
                                RoutedGateway.to("one", one, null),
                                RoutedGateway.to("other", other, null))),
                local);
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
        one.close();
        other.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whileItsPromptWaitsOrIsRead(boolean stream) throws Exception {
        RawClient client = ask(RoutedGateway.chat("local", stream));
        Running running = generator.generations.take();
        client.close();

        running.cancelled().get(PROMISE_SECONDS, TimeUnit.SECONDS);
        isFree(Charge.NOTHING);
        assertThat(generator.places).hasValue(0);
    }

    @Test
    void whileAWholeAnswerIsGenerated() throws Exception {
        RawClient client = ask(RoutedGateway.chat("local", false));
        Running running = generator.generations.take();
        running.say(FakeGenerator.events("A").getFirst());
        running.awaitTaken(1);
        client.finishSending();

        running.cancelled().get(PROMISE_SECONDS, TimeUnit.SECONDS);
        isFree(new Charge(FakeGenerator.PROMPT_TOKENS, 1));
        client.close();
    }

    @Test
    void betweenTwoTokensOfAStream() throws Exception {
        RawClient client = ask(RoutedGateway.chat("local", true));
        Running running = generator.generations.take();
        running.say(FakeGenerator.events("A").getFirst());
        while (!client.line().contains("\"A\"")) {}
        client.close();

        running.cancelled().get(PROMISE_SECONDS, TimeUnit.SECONDS);
        isFree(new Charge(FakeGenerator.PROMPT_TOKENS, 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whileTwoRaceForIt(boolean stream) throws Exception {
        RawClient client = ask(RoutedGateway.chat("hedged", stream));
        Seen first = one.requests.take();
        Seen second = other.requests.take();
        client.close();

        first.departed().get(PROMISE_SECONDS, TimeUnit.SECONDS);
        second.departed().get(PROMISE_SECONDS, TimeUnit.SECONDS);
        isFree(Charge.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whenNobodySharesItsAnswer(boolean stream) throws Exception {
        RawClient client = ask(shared(stream));
        Seen seen = one.requests.take();
        client.close();

        seen.departed().get(PROMISE_SECONDS, TimeUnit.SECONDS);
        isFree(Charge.NOTHING);
    }

    @Test
    void inTheMiddleOfAnAnswerNobodyShares() throws Exception {
        one.play(Script.hangingAfter(2));
        RawClient client = ask(shared(true));
        Seen seen = one.requests.take();
        while (!client.line().contains("t1")) {}
        client.close();

        seen.departed().get(PROMISE_SECONDS, TimeUnit.SECONDS);
        isFree(Charge.estimated(2));
    }

    @Test
    void whenOthersReadOn() throws Exception {
        CompletableFuture<Boolean> go = new CompletableFuture<>();
        one.play(Script.inTwoParts("A", "B", go));
        RawClient leader = ask(shared(true));
        Seen seen = one.requests.take();
        while (!leader.line().contains("\"A\"")) {}
        RawClient follower = ask(shared(true));
        while (!follower.line().contains("\"A\"")) {}
        leader.close();
        go.complete(true);

        while (!follower.line().contains("[DONE]")) {}
        follower.close();
        List<RecordingLedger.Closed> records =
                List.of(gateway.ledger.next(), gateway.ledger.next());
        assertThat(seen.departed()).isNotDone();
        assertThat(one.requests).isEmpty();
        assertThat(records).extracting(Charge::of).contains(Charge.NOTHING, Charge.REPORTED);
        holdsNothing();
    }

    @Test
    void whenThoseWhoShareLeaveFirst() throws Exception {
        CompletableFuture<Boolean> go = new CompletableFuture<>();
        one.play(Script.inTwoParts("A", "B", go));
        RawClient leader = ask(shared(true));
        while (!leader.line().contains("\"A\"")) {}
        RawClient follower = ask(shared(true));
        while (!follower.line().contains("\"A\"")) {}
        follower.close();
        isFreeOf(gateway.ledger.next(), Charge.NOTHING);
        go.complete(true);

        while (!leader.line().contains("[DONE]")) {}
        leader.close();
        assertThat(Charge.of(gateway.ledger.next())).isEqualTo(Charge.REPORTED);
        holdsNothing();
    }

    @Test
    void whenAllWhoShareLeave() throws Exception {
        one.play(Script.hangingAfter(2));
        RawClient leader = ask(shared(true));
        Seen seen = one.requests.take();
        while (!leader.line().contains("t1")) {}
        RawClient follower = ask(shared(true));
        while (!follower.line().contains("t1")) {}
        leader.close();
        follower.close();

        seen.departed().get(PROMISE_SECONDS, TimeUnit.SECONDS);
        gateway.ledger.next();
        gateway.ledger.next();
        holdsNothing();
    }

    /// What those who ask it at the same time share an answer to.
    private static String shared(boolean stream) {
        return RoutedGateway.deterministic(RoutedGateway.chat("m", stream));
    }

    private RawClient ask(String body) throws IOException {
        RawClient client = new RawClient(gateway.gateway.port());
        client.send(Reply.request(RoutedGateway.PATH, RoutedGateway.KEY, "", body));
        return client;
    }

    private void isFree(Charge charge) throws InterruptedException {
        isFreeOf(gateway.ledger.next(), charge);
        holdsNothing();
    }

    private static void isFreeOf(RecordingLedger.Closed record, Charge charge) {
        assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(Charge.of(record)).isEqualTo(charge);
    }

    private void holdsNothing() {
        assertThat(gateway.limiter.reservations()).isZero();
        assertThat(gateway.ledger.open()).isZero();
    }
}
