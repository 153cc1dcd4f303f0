package dev.passerelle.loadtests.client;

import static dev.passerelle.loadtests.client.Answers.DONE;
import static dev.passerelle.loadtests.client.Answers.ONE;
import static dev.passerelle.loadtests.client.Answers.TWO;
import static dev.passerelle.loadtests.client.Answers.WHOLE;
import static dev.passerelle.loadtests.client.Answers.ask;
import static dev.passerelle.loadtests.client.Answers.begin;
import static dev.passerelle.loadtests.client.Answers.call;
import static dev.passerelle.loadtests.client.Answers.event;
import static dev.passerelle.loadtests.client.Answers.json;
import static dev.passerelle.loadtests.client.Answers.stream;
import static dev.passerelle.loadtests.client.Answers.streamHead;
import static dev.passerelle.loadtests.client.Answers.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.measure.Outcome;
import dev.passerelle.loadtests.plan.Target;
import dev.passerelle.loadtests.workload.Leave;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Clients that leave, requests whose time is over, and runs that end.
class EndedCallsTest {
    private static final long MILLI = 1_000_000;

    private final CompletableFuture<Boolean> noticed = new CompletableFuture<>();

    /// Streams one event, and sees the client close.
    private ScriptedServer endless() throws IOException {
        return new ScriptedServer(connection -> {
            connection.request();
            connection.write(streamHead("") + event(ONE));
            noticed.complete(connection.untilClosed());
        });
    }

    @Test
    void leavesAfterATime() throws IOException {
        try (ScriptedServer server = endless();
                HttpCaller caller = new HttpCaller(target(server), System.nanoTime())) {
            CallRecord record = call(caller, ask(true, new Leave.After(50 * MILLI))).record();
            assertEquals(Outcome.LEFT, record.outcome());
            assertEquals("", record.failure());
            assertTrue(record.moments().ended() - record.moments().intended() >= 50 * MILLI);
            assertTrue(noticed.orTimeout(20, TimeUnit.SECONDS).join());
        }
    }

    @Test
    void leavesAfterTokens() throws IOException {
        try (ScriptedServer server =
                        new ScriptedServer(connection -> {
                            connection.request();
                            connection.write(streamHead("") + event(ONE) + event(TWO) + event(ONE));
                            connection.untilClosed();
                            noticed.complete(true);
                        });
                HttpCaller caller = new HttpCaller(target(server), System.nanoTime())) {
            CallRecord record = call(caller, ask(true, new Leave.AfterTokens(2))).record();
            assertEquals(Outcome.LEFT, record.outcome());
            assertEquals(2, record.tokens().events());
            assertEquals(2, record.arrivals().length);
            assertTrue(noticed.orTimeout(20, TimeUnit.SECONDS).join());
        }
    }

    /// Who has all has not left.
    @Test
    void answerBeforeLeaving() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(stream(ONE, TWO, DONE))) {
            Leave late = new Leave.After(20_000 * MILLI);
            assertEquals(Outcome.OK, call(server, ask(true, late)).record().outcome());
            Leave never = new Leave.AfterTokens(3);
            assertEquals(Outcome.OK, call(server, ask(true, never)).record().outcome());
        }
        try (ScriptedServer server = ScriptedServer.answering(json("200 OK", WHOLE))) {
            Leave tokens = new Leave.AfterTokens(1);
            assertEquals(Outcome.OK, call(server, ask(false, tokens)).record().outcome());
        }
    }

    @Test
    void timeIsOver() throws IOException {
        try (ScriptedServer server = endless()) {
            Target target =
                    target(
                            "http://127.0.0.1:" + server.port() + "/v1",
                            true,
                            Map.of(),
                            Duration.ofMillis(60));
            CallRecord record = call(target, ask(true)).record();
            assertEquals("timeout", record.failure());
            assertEquals(Outcome.FAILED, record.outcome());
            assertTrue(record.moments().ended() - record.moments().intended() >= 60 * MILLI);
            assertTrue(noticed.orTimeout(20, TimeUnit.SECONDS).join());
        }
    }

    /// A client that was to have left before the generator came to it sends nothing.
    @Test
    void lateBeforeItBegan() throws IOException {
        try (ScriptedServer server = endless();
                HttpCaller caller =
                        new HttpCaller(target(server), System.nanoTime() - 1000 * MILLI)) {
            CallRecord record =
                    caller.call(new Place(0, 0, 0), ask(true, new Leave.After(MILLI)), 0).record();
            assertEquals(Outcome.LEFT, record.outcome());
            assertTrue(record.moments().began() >= 1000 * MILLI);
            assertEquals(0, server.connections.size());
        }
    }

    @Test
    void runEnds() throws Exception {
        try (ScriptedServer server = endless();
                HttpCaller caller = new HttpCaller(target(server), System.nanoTime())) {
            CompletableFuture<Thread> on = new CompletableFuture<>();
            CompletableFuture<Called> called = begin(caller, ask(true), on);
            ScriptedServer.Connection connection = server.connections.poll(20, TimeUnit.SECONDS);
            assertTrue(connection != null);
            on.join().interrupt();
            CallRecord record = called.orTimeout(20, TimeUnit.SECONDS).join().record();
            assertEquals(Outcome.UNFINISHED, record.outcome());
            assertEquals("", record.failure());
        }
    }

    @Test
    void runIsOver() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(json("200 OK", WHOLE))) {
            HttpCaller caller = new HttpCaller(target(server), System.nanoTime());
            caller.close();
            assertEquals(Outcome.OK, call(caller, ask(false)).record().outcome());
        }
    }
}
