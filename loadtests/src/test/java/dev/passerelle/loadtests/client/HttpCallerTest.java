package dev.passerelle.loadtests.client;

import static dev.passerelle.loadtests.client.Answers.DONE;
import static dev.passerelle.loadtests.client.Answers.ONE;
import static dev.passerelle.loadtests.client.Answers.ROLE;
import static dev.passerelle.loadtests.client.Answers.TWO;
import static dev.passerelle.loadtests.client.Answers.USAGE;
import static dev.passerelle.loadtests.client.Answers.WHOLE;
import static dev.passerelle.loadtests.client.Answers.ask;
import static dev.passerelle.loadtests.client.Answers.call;
import static dev.passerelle.loadtests.client.Answers.chunk;
import static dev.passerelle.loadtests.client.Answers.event;
import static dev.passerelle.loadtests.client.Answers.json;
import static dev.passerelle.loadtests.client.Answers.stream;
import static dev.passerelle.loadtests.client.Answers.streamHead;
import static dev.passerelle.loadtests.client.Answers.target;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.measure.Moments;
import dev.passerelle.loadtests.measure.Outcome;
import dev.passerelle.loadtests.measure.ServerTiming;
import dev.passerelle.loadtests.measure.Tokens;
import dev.passerelle.loadtests.plan.Endpoint;
import dev.passerelle.loadtests.plan.ScenarioException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// Answers that are good.
class HttpCallerTest {
    @Test
    void wholeAnswer() throws IOException {
        try (ScriptedServer server =
                ScriptedServer.answering(
                        "HTTP/1.1 100 Continue\r\n\r\n"
                                + json(
                                        "200 OK\r\nX-Cache: hit\r\nx-request-id: r1\r\n"
                                                + "server-timing: queue;dur=1.5, prompt;dur=20",
                                        WHOLE))) {
            Called called = call(server, ask(false));
            CallRecord record = called.record();
            assertEquals(Outcome.OK, record.outcome(), record.failure());
            assertEquals("One two", called.answer());
            assertEquals(new Tokens(7, 2, 7, 2, -1, 0), record.tokens());
            assertEquals(
                    new ServerTiming(Double.NaN, 1.5, 20, Double.NaN).toString(),
                    record.timing().toString());
            assertEquals("hit", record.cache());
            assertEquals("r1", record.requestId());
            assertEquals(3, record.number());
            assertEquals(2, record.conversation());
            assertEquals(1, record.turn());
            assertEquals(200, record.status());
            Moments moments = record.moments();
            assertEquals(-1, moments.firstToken());
            assertTrue(moments.intended() <= moments.began());
            assertTrue(moments.began() <= moments.connected());
            assertTrue(moments.connected() <= moments.headers());
            assertTrue(moments.headers() <= moments.ended());
        }
    }

    @Test
    void streamedAnswer() throws IOException {
        String answer =
                streamHead("Server-Timing: admission;dur=0.5\r\nTrailer: Server-Timing\r\n")
                        + event(ROLE)
                        + event(ONE)
                        + chunk(": comment\r\n\r\ndata:" + TWO + "\r\n\r\n")
                        + event(USAGE)
                        + event(DONE)
                        + "0\r\nServer-Timing: queue;dur=2,decode;dur=3\r\n\r\n";
        try (ScriptedServer server = ScriptedServer.answering(answer)) {
            Called called = call(server, ask(true));
            CallRecord record = called.record();
            assertEquals(Outcome.OK, record.outcome(), record.failure());
            assertEquals("One two", called.answer());
            assertEquals(new Tokens(7, 2, 7, 2, 5, 2), record.tokens());
            assertEquals(
                    new ServerTiming(0.5, 2, Double.NaN, 3).toString(), record.timing().toString());
            assertEquals(2, record.arrivals().length);
            assertEquals(record.arrivals()[0], record.moments().firstToken());
            assertEquals(record.arrivals()[1], record.moments().lastToken());
            assertTrue(record.moments().headers() <= record.arrivals()[0]);
            assertTrue(record.arrivals()[1] <= record.moments().ended());
        }
    }

    /// However the network cuts it, the answer is the same.
    @Test
    void cutAnywhere() throws IOException {
        String answer = "HTTP/1.1 103 Early Hints\r\n\r\n" + stream(ROLE, ONE, TWO, USAGE, DONE);
        try (ScriptedServer server =
                        new ScriptedServer(connection -> {
                            for (int cut = 1; connection.request(); cut++) {
                                connection.write(answer.substring(0, cut));
                                connection.write(answer.substring(cut));
                            }
                        });
                HttpCaller caller = new HttpCaller(target(server), System.nanoTime())) {
            for (int cut = 1; cut < answer.length(); cut++) {
                Called called = call(caller, ask(true));
                assertEquals("", called.record().failure());
                assertEquals("One two", called.answer());
                assertEquals(new Tokens(7, 2, 7, 2, 5, 2), called.record().tokens());
            }
        }
    }

    /// An event counts from when its bytes came, not from when its stream began or ended.
    @Test
    void moments() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(connection -> {
                    // each event after the client has asked again for bytes
                    connection.request();
                    connection.write(streamHead("") + event(ROLE));
                    Clock.spend();
                    connection.write(event(ONE));
                    Clock.spend();
                    connection.write(event(TWO) + event(DONE));
                    Clock.spend();
                    connection.write("0\r\n\r\n");
                })) {
            CallRecord record = call(server, ask(true)).record();
            Moments moments = record.moments();
            assertTrue(moments.firstToken() - moments.headers() >= Clock.SPENT / 2);
            assertTrue(moments.lastToken() - moments.firstToken() >= Clock.SPENT / 2);
            assertTrue(moments.ended() - moments.lastToken() >= Clock.SPENT / 2);
        }
    }

    @Test
    void streamThatOnlyItsEndBounds() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(connection -> {
                    connection.request();
                    connection.write(
                            "HTTP/1.0 200 OK\nContent-Type: text/event-stream\n\n"
                                    + "data: "
                                    + ONE
                                    + "\n\ndata: [DONE]");
                })) {
            CallRecord record = call(server, ask(true)).record();
            assertEquals(Outcome.OK, record.outcome(), record.failure());
            assertEquals(1, record.tokens().events());
        }
    }

    @Test
    void requestAsSent() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(stream(ONE, DONE))) {
            String url = "http://127.0.0.1:" + server.port() + "/some/v1/?api-version=2";
            call(target(url, true, Map.of("x-team", "blue"), Duration.ofSeconds(9)), ask(true));
            String request = server.requests.getFirst();
            assertTrue(
                    request.startsWith(
                            "POST /some/v1/chat/completions?api-version=2 HTTP/1.1\r\n"));
            assertTrue(request.contains("Host: 127.0.0.1:" + server.port() + "\r\n"));
            assertTrue(request.contains("Authorization: Bearer sk-secret\r\n"));
            assertTrue(request.contains("x-team: blue\r\n"));
            assertTrue(request.contains("User-Agent: passerelle-loadtest/"));
            assertTrue(request.contains("TE: trailers\r\n"));
            assertTrue(request.contains("Connection: TE\r\n"));
            assertTrue(request.contains("Content-Type: application/json\r\n"));
            assertTrue(request.contains("Accept: application/json\r\n"));
            assertTrue(request.endsWith("\r\n\r\n{\"model\":\"m\"}"));
        }
    }

    @Test
    void embeddings() throws IOException {
        try (ScriptedServer server =
                ScriptedServer.answering(
                        json(
                                "200 OK",
                                "{\"data\":[{\"embedding\":[0.1]}],\"usage\":"
                                        + "{\"prompt_tokens\":7,\"total_tokens\":7}}"))) {
            CallRecord record = call(server, ask(Endpoint.EMBEDDINGS, false, null)).record();
            assertEquals(Outcome.OK, record.outcome(), record.failure());
            assertEquals(new Tokens(7, 2, 7, -1, -1, 0), record.tokens());
            assertTrue(server.requests.getFirst().startsWith("POST /v1/embeddings HTTP/1.1\r\n"));
        }
    }

    @Test
    void addressesInBrackets() throws IOException {
        assertEquals(
                new Origin(false, "::1", 8080, "[::1]:8080"), Origin.of(uri("http://[::1]:8080/")));
        assertEquals(new Origin(true, "::1", 443, "[::1]"), Origin.of(uri("https://[::1]/v1")));
        assertEquals(
                new Origin(false, "my_server", 80, "my_server"),
                Origin.of(uri("http://my_server")));
        ServerSocket listening = new ServerSocket(0, 5, InetAddress.ofLiteral("::1"));
        String answer = json("200 OK", WHOLE);
        try (ScriptedServer server =
                new ScriptedServer(
                        listening,
                        connection -> {
                            connection.request();
                            connection.write(answer);
                        })) {
            CallRecord record =
                    call(target("http://[::1]:" + server.port() + "/v1"), ask(false)).record();
            assertEquals(Outcome.OK, record.outcome(), record.failure());
        }
    }

    @Test
    void headersThatCanNotBeSent() {
        ScenarioException e =
                Assertions.assertThrows(
                        ScenarioException.class,
                        () ->
                                new HttpCaller(
                                        target(
                                                "http://127.0.0.1/v1",
                                                true,
                                                Map.of("x-team", "a\r\nb: c"),
                                                Duration.ofSeconds(1)),
                                        0));
        assertTrue(String.valueOf(e.getMessage()).contains("x-team"));
        assertFalse(String.valueOf(e.getMessage()).contains("b: c"));
    }

    @Test
    void noEventsAreNoArrivals() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(stream(ROLE, USAGE, DONE))) {
            CallRecord record = call(server, ask(true)).record();
            assertEquals(Outcome.OK, record.outcome(), record.failure());
            assertArrayEquals(new long[0], record.arrivals());
            assertEquals(-1, record.moments().firstToken());
        }
    }

    private static java.net.URI uri(String text) {
        return java.net.URI.create(text);
    }
}
