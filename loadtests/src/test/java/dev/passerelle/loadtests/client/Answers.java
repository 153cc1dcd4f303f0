package dev.passerelle.loadtests.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.passerelle.loadtests.plan.Endpoint;
import dev.passerelle.loadtests.plan.Target;
import dev.passerelle.loadtests.workload.Ask;
import dev.passerelle.loadtests.workload.Leave;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Answers, asks and calls of these tests.
final class Answers {
    static final String ROLE =
            "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}";
    static final String ONE = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"One\"}}]}";
    static final String TWO = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\" two\"}}]}";
    static final String USAGE =
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":5}}}";
    static final String DONE = "[DONE]";
    static final String WHOLE =
            "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"One two\"}}],"
                    + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}";

    private Answers() {}

    static String json(String status, String body) {
        return "HTTP/1.1 "
                + status
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(UTF_8).length
                + "\r\n\r\n"
                + body;
    }

    /// A stream's head, with more fields if wanted.
    static String streamHead(String fields) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
                + "Transfer-Encoding: chunked\r\n"
                + fields
                + "\r\n";
    }

    static String chunk(String text) {
        return Integer.toHexString(text.getBytes(ISO_8859_1).length) + "\r\n" + text + "\r\n";
    }

    static String event(String data) {
        return chunk("data: " + data + "\n\n");
    }

    static String stream(String... events) {
        StringBuilder all = new StringBuilder(streamHead(""));
        for (String event : events) {
            all.append(event(event));
        }
        return all + "0\r\n\r\n";
    }

    static Ask ask(boolean stream) {
        return ask(stream, null);
    }

    static Ask ask(boolean stream, @Nullable Leave leave) {
        return ask(Endpoint.CHAT, stream, leave);
    }

    static Ask ask(Endpoint endpoint, boolean stream, @Nullable Leave leave) {
        byte[] body = "{\"model\":\"m\"}".getBytes(UTF_8);
        return new Ask("chat", endpoint, stream, body, 7, 2, "sk-secret", leave, true);
    }

    static Target target(String url) {
        return target(url, true, Map.of(), Duration.ofSeconds(20));
    }

    static Target target(
            String url, boolean keepAlive, Map<String, String> headers, Duration timeout) {
        Duration connect = Duration.ofSeconds(10);
        return new Target(
                URI.create(url), List.of(), headers, keepAlive, connect, timeout, null, connect);
    }

    static Target target(ScriptedServer server) {
        return target("http://127.0.0.1:" + server.port() + "/v1");
    }

    /// Calls once, with a client of its own, as the load generator does: on a virtual thread.
    static Called call(Target target, Ask ask) {
        try (HttpCaller caller = new HttpCaller(target, System.nanoTime())) {
            return call(caller, ask);
        }
    }

    static Called call(ScriptedServer server, Ask ask) {
        return call(target(server), ask);
    }

    static Called call(HttpCaller caller, Ask ask) {
        return begin(caller, ask, new CompletableFuture<>()).orTimeout(30, TimeUnit.SECONDS).join();
    }

    /// @param on is told the thread it is on
    static CompletableFuture<Called> begin(
            HttpCaller caller, Ask ask, CompletableFuture<Thread> on) {
        CompletableFuture<Called> called = new CompletableFuture<>();
        Thread thread =
                Thread.startVirtualThread(() -> {
                    try {
                        called.complete(caller.call(new Place(3, 2, 1), ask, caller.now()));
                    } catch (Throwable e) {
                        called.completeExceptionally(e);
                    }
                });
        on.complete(thread);
        return called;
    }
}
