package dev.passerelle.loadtests.client;

import static dev.passerelle.loadtests.client.Answers.WHOLE;
import static dev.passerelle.loadtests.client.Answers.ask;
import static dev.passerelle.loadtests.client.Answers.call;
import static dev.passerelle.loadtests.client.Answers.json;
import static dev.passerelle.loadtests.client.Answers.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.measure.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Connections that are kept for the next request.
class ConnectionsTest {
    @Test
    void connectionsAreUsedAgain() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(json("200 OK", WHOLE));
                HttpCaller caller = new HttpCaller(target(server), System.nanoTime())) {
            assertTrue(call(caller, ask(false)).record().moments().connected() >= 0);
            assertEquals(-1, call(caller, ask(false)).record().moments().connected());
            assertEquals(1, server.connections.size());
        }
    }

    @Test
    void connectionsAreNotUsedAgainWhereNotWanted() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(json("200 OK", WHOLE));
                HttpCaller caller =
                        new HttpCaller(
                                target(
                                        "http://127.0.0.1:" + server.port() + "/v1",
                                        false,
                                        Map.of(),
                                        Duration.ofSeconds(9)),
                                System.nanoTime())) {
            call(caller, ask(false));
            call(caller, ask(false));
            assertEquals(2, server.connections.size());
            assertTrue(server.requests.getFirst().contains("Connection: close\r\n"));
        }
    }

    /// A server may close a kept connection just when it is used: no failure of the server.
    @Test
    void keptConnectionThatWasClosed() throws IOException, InterruptedException {
        try (ScriptedServer server =
                        new ScriptedServer(connection -> {
                            connection.request();
                            connection.write(json("200 OK", WHOLE));
                            if (connection.number == 0) {
                                connection.request();
                            }
                        });
                HttpCaller caller = new HttpCaller(target(server), System.nanoTime())) {
            call(caller, ask(false));
            CallRecord again = call(caller, ask(false)).record();
            assertEquals(Outcome.OK, again.outcome(), again.failure());
            assertTrue(again.moments().connected() >= 0);
            assertEquals(1, caller.retriedConnections());
        }
    }

    /// Once a byte of an answer came, or on a new connection, it is one.
    @Test
    void noSecondTryOfWhatWasBegun() throws IOException {
        try (ScriptedServer server =
                        new ScriptedServer(connection -> {
                            connection.request();
                            connection.write(json("200 OK", WHOLE));
                            connection.request();
                            connection.write("H");
                        });
                HttpCaller caller = new HttpCaller(target(server), System.nanoTime())) {
            call(caller, ask(false));
            CallRecord again = call(caller, ask(false)).record();
            assertEquals("answer cut off", again.failure());
            assertEquals(0, caller.retriedConnections());
        }
    }
}
