package dev.passerelle.loadtests.client;

import static dev.passerelle.loadtests.client.Answers.DONE;
import static dev.passerelle.loadtests.client.Answers.ONE;
import static dev.passerelle.loadtests.client.Answers.ROLE;
import static dev.passerelle.loadtests.client.Answers.USAGE;
import static dev.passerelle.loadtests.client.Answers.WHOLE;
import static dev.passerelle.loadtests.client.Answers.ask;
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
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/// Whatever goes wrong is told in a few words that group.
class FailedCallsTest {
    private static final String SECRET = "a prompt that says too much";

    @Test
    void refusals() throws IOException {
        String said = "\"message\":\"" + SECRET + "\"";
        whole(
                "http 429 rate_limit_exceeded",
                json(
                        "429 Too Many Requests",
                        "{\"error\":{"
                                + said
                                + ",\"type\":\"t\",\"code\":\"rate_limit_exceeded\"}}"));
        whole("http 400 bad", json("400 Bad", "{\"error\":{" + said + ",\"type\":\"bad\"}}"));
        whole(
                "http 400 BadRequestError",
                json("400 Bad", "{" + said + ",\"type\":\"BadRequestError\",\"code\":400}"));
        whole(
                "http 424 overloaded",
                json("424 F", "{\"error\":\"" + SECRET + "\",\"error_type\":\"overloaded\"}"));
        whole("http 400", json("400 Bad", "{\"error\":{\"code\":\"" + SECRET + "\"}}"));
        whole("http 503", "HTTP/1.1 503 X\r\nContent-Length: 4\r\n\r\n<h1>");
        whole("answer is not JSON", "HTTP/1.1 204 X\r\n\r\n");
        whole("http 304", "HTTP/1.1 304 X\r\n\r\n");
        whole("http 302", "HTTP/1.1 302 X\r\nLocation: /else\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void wholeAnswersThatAreNone() throws IOException {
        whole("no choices in the answer", json("200 OK", "{\"choices\":[]}"));
        whole("answer is not JSON", json("200 OK", "{\"choices\":[{\"mess"));
        whole("answer is not JSON", json("200 OK", ""));
        whole("error answer oops", json("200 OK", "{\"error\":{\"code\":\"oops\"}}"));
        whole("content type text/event-stream", stream(ONE, DONE));
        whole("answer cut off", json("200 OK", WHOLE).replace("Length: ", "Length: 1"));
        whole("not an answer of HTTP/1.1", "SSH-2.0-OpenSSH_9.6\r\n\r\n");
        whole("not an answer of HTTP/1.1", "HTTP/1.1 2x0 OK\r\n\r\n");
        whole("content-length is none", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n");
        whole(
                "content encoding nobody asked for",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc");
    }

    @Test
    void streamsThatAreNone() throws IOException {
        streamed("stream ended without [DONE]", stream(ROLE, ONE, USAGE));
        streamed("no choices in the answer", stream(USAGE, DONE));
        streamed("error event overloaded", stream(ONE, "{\"error\":{\"type\":\"overloaded\"}}"));
        streamed("error event", stream("{\"error\":\"" + SECRET + "\"}", DONE));
        streamed(
                "error event server_error",
                streamHead("")
                        + Answers.chunk(
                                "event: error\ndata: {\"code\":500,\"type\":\"server_error\"}\n\n")
                        + "0\r\n\r\n");
        streamed(
                "error event unavailable",
                streamHead("")
                        + Answers.chunk("error: {\"type\":\"unavailable\"}\n\n")
                        + "0\r\n\r\n");
        streamed("answer is not JSON", stream(ONE, "garbage", DONE));
        streamed("answer cut off", streamHead("") + event(ONE));
        streamed("answer cut off", streamHead("") + "fff\r\ndata: ");
        streamed("chunks that are none", streamHead("") + "zz\r\n");
        streamed("content type application/json", json("200 OK", WHOLE));
        streamed("http 500", "HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n");
    }

    /// What was counted before it broke is kept.
    @Test
    void eventsBeforeTheFailure() throws IOException {
        try (ScriptedServer server = oneAnswer(streamHead("") + event(ONE))) {
            CallRecord record = call(server, ask(true)).record();
            assertEquals(1, record.tokens().events());
            assertEquals(200, record.status());
        }
    }

    /// A client has its answer with `[DONE]`, however the connection ends.
    @Test
    void brokenAfterTheAnswer() throws IOException {
        try (ScriptedServer server = oneAnswer(streamHead("") + event(ONE) + event(DONE))) {
            assertEquals(Outcome.OK, call(server, ask(true)).record().outcome());
        }
    }

    @Test
    void connectionsThatFail() throws IOException {
        int free;
        try (ServerSocket none = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = none.getLocalPort();
        }
        CallRecord refused = call(target("http://127.0.0.1:" + free + "/v1"), ask(false)).record();
        assertEquals("connection refused", refused.failure());
        assertEquals(0, refused.status());
        assertEquals(-1, refused.moments().connected());
        assertEquals(-1, refused.moments().headers());
        try (ScriptedServer server = oneAnswer("")) {
            String failure = call(server, ask(false)).record().failure();
            assertEquals("connection closed without an answer", failure);
        }
        try (ScriptedServer server =
                new ScriptedServer(connection -> {
                    connection.request();
                    connection.reset();
                })) {
            assertEquals("connection reset", call(server, ask(false)).record().failure());
        }
    }

    @Test
    void texts() {
        assertEquals("unknown host", Failures.text(new UnknownHostException("secret.example")));
        assertEquals(
                "no local port free",
                Failures.text(new SocketException("Cannot assign requested address")));
        assertEquals(
                "too many open files in the generator",
                Failures.text(new SocketException("Too many open files")));
        assertEquals(
                "tls certificate not trusted",
                Failures.text(new SSLException("x", new IOException("PKIX path building failed"))));
        assertTrue(Failures.text(new IOException("x".repeat(500))).length() <= 80);
    }

    private static ScriptedServer oneAnswer(String answer) throws IOException {
        return new ScriptedServer(connection -> {
            connection.request();
            connection.write(answer);
        });
    }

    private static void whole(String failure, String answer) throws IOException {
        failed(failure, answer, false);
    }

    private static void streamed(String failure, String answer) throws IOException {
        failed(failure, answer, true);
    }

    private static void failed(String failure, String answer, boolean stream) throws IOException {
        try (ScriptedServer server = oneAnswer(answer)) {
            CallRecord record = call(server, ask(stream)).record();
            assertEquals(failure, record.failure());
            assertEquals(Outcome.FAILED, record.outcome());
        }
    }
}
