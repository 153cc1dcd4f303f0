package dev.passerelle.gateway.upstream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What an upstream does with a request. When it returns, the connection is kept for the next one,
/// unless it was closed.
@FunctionalInterface
public interface Script {

    void play(ScriptedExchange exchange) throws IOException, InterruptedException;

    /// A right answer, each of whose pieces is a token: with usage, for a stream if it is asked
    /// for.
    static Script answering(String... pieces) {
        return exchange -> {
            if (exchange.request().streaming()) {
                exchange.events();
                for (String event : events(exchange.request(), pieces)) {
                    exchange.chunk(event);
                }
                exchange.endChunks();
            } else {
                exchange.json(200, Wire.whole(pieces));
            }
        };
    }

    /// A right stream of some events, a finish, usage if asked for, and `[DONE]`; answers only
    /// streams.
    static Script streaming(List<String> events, String finish) {
        return exchange -> {
            exchange.events();
            for (String event : events) {
                exchange.chunk(event);
            }
            exchange.chunk(Wire.finish(finish));
            if (exchange.request().wantsUsage()) {
                exchange.chunk(Wire.usage(events.size()));
            }
            exchange.chunk(Wire.DONE).endChunks();
        };
    }

    /// A right stream of two pieces, the second of which waits.
    static Script inTwoParts(String first, String second, CompletableFuture<?> go) {
        return exchange -> {
            exchange.events().chunk(Wire.piece(first));
            go.join();
            exchange.chunk(Wire.piece(second))
                    .chunk(Wire.finish("stop"))
                    .chunk(Wire.usage(2))
                    .chunk(Wire.DONE)
                    .endChunks();
        };
    }

    /// A whole body of JSON, or of an error.
    static Script json(int status, String body, String... headers) {
        return exchange -> exchange.json(status, body, headers);
    }

    /// An error in OpenAI's form.
    static Script status(int status, String... headers) {
        return json(status, Wire.ERROR, headers);
    }

    /// Ends the connection with a reset, once the request has been read.
    static Script reset() {
        return ScriptedExchange::reset;
    }

    /// Ends the connection without an answer.
    static Script closing() {
        return ScriptedExchange::close;
    }

    /// Says nothing.
    static Script silent() {
        return ScriptedExchange::awaitDeparture;
    }

    /// Sends the head of an answer, and no more.
    static Script headOnly() {
        return exchange -> {
            begin(exchange);
            exchange.awaitDeparture();
        };
    }

    /// Sends some events and stops there; half a body, if no stream is asked for.
    static Script hangingAfter(int events) {
        return exchange -> {
            half(exchange, events);
            exchange.awaitDeparture();
        };
    }

    /// Sends some events and ends the connection in the middle of the next chunk; in the middle of
    /// the body, if no stream is asked for.
    static Script cutInChunkAfter(int events) {
        return exchange -> {
            half(exchange, events);
            if (exchange.request().streaming()) {
                exchange.raw("c8\r\n" + Wire.piece("lost").substring(0, 40));
            }
            exchange.close();
        };
    }

    /// Sends some events and ends the connection.
    static Script cutAfter(int events) {
        return exchange -> {
            half(exchange, events);
            exchange.close();
        };
    }

    /// Sends some events and ends the body there as if that were all: no finish, no `[DONE]`.
    static Script endingAfter(int events) {
        return exchange -> {
            half(exchange, events);
            if (exchange.request().streaming()) {
                exchange.endChunks();
            } else {
                exchange.close();
            }
        };
    }

    /// A right answer that misses only `[DONE]`.
    static Script withoutDone(String... pieces) {
        return exchange -> {
            if (!exchange.request().streaming()) {
                answering(pieces).play(exchange);
                return;
            }
            exchange.events();
            List<String> events = events(exchange.request(), pieces);
            for (String event : events.subList(0, events.size() - 1)) {
                exchange.chunk(event);
            }
            exchange.endChunks();
        };
    }

    /// Sends some events and then one that tells an error; else a whole answer that is an error.
    static Script errorAfter(int events) {
        return exchange -> {
            if (exchange.request().streaming()) {
                half(exchange, events);
                exchange.chunk(Wire.event(Wire.ERROR)).endChunks();
            } else {
                exchange.json(200, Wire.ERROR);
            }
        };
    }

    /// Bytes that aren't HTTP.
    static Script garbage() {
        return exchange -> {
            exchange.raw("\u0000\u0001 SSH-2.0-nothing to see here\r\n\r\n\u007f\u0002");
            exchange.close();
        };
    }

    /// The right form around JSON that is none.
    static Script garbageJson() {
        return exchange -> {
            if (exchange.request().streaming()) {
                exchange.events().chunk(Wire.event("{\"choices\":[{]]")).endChunks();
            } else {
                exchange.json(200, "{\"choices\":[{]]");
            }
        };
    }

    /// A page where an answer should be.
    static Script page() {
        return exchange -> exchange.answer(200, "text/html", "<html>Sign in</html>");
    }

    /// A line that never ends.
    static Script endlessLine() {
        return exchange -> {
            begin(exchange);
            String more = "x".repeat(8192);
            boolean streaming = exchange.request().streaming();
            exchange.raw(streaming ? "400\r\ndata: " + "x".repeat(1018) + "\r\n" : "{\"x\":\"");
            while (!exchange.request().departed().isDone()) {
                if (streaming) {
                    exchange.chunk(more);
                } else {
                    exchange.raw(more);
                }
            }
        };
    }

    /// A header of a megabyte.
    static Script hugeHeader() {
        return exchange -> exchange.json(200, Wire.whole("A"), "X-Huge: " + "x".repeat(1 << 20));
    }

    /// A right answer whose end is the connection's.
    static Script closeDelimited(String... pieces) {
        return exchange -> {
            boolean streaming = exchange.request().streaming();
            exchange.head(
                    200,
                    "Connection: close",
                    "Content-Type: " + (streaming ? "text/event-stream" : "application/json"));
            if (streaming) {
                for (String event : events(exchange.request(), pieces)) {
                    exchange.raw(event);
                }
            } else {
                exchange.raw(Wire.whole(pieces));
            }
            exchange.close();
        };
    }

    /// This, and then the connection ends without a word.
    default Script thenClose() {
        return exchange -> {
            play(exchange);
            exchange.close();
        };
    }

    /// This, a byte at a time.
    default Script trickled() {
        return exchange -> play(exchange.trickling());
    }

    private static void begin(ScriptedExchange exchange) throws IOException {
        if (exchange.request().streaming()) {
            exchange.events();
        } else {
            exchange.head(200, "Content-Type: application/json", "Content-Length: 100000000");
        }
    }

    private static void half(ScriptedExchange exchange, int events) throws IOException {
        begin(exchange);
        if (exchange.request().streaming()) {
            for (int i = 0; i < events; i++) {
                exchange.chunk(Wire.piece("t" + i));
            }
        } else {
            exchange.raw(Wire.whole("A").substring(0, 60));
        }
    }

    private static List<String> events(Seen request, String... pieces) {
        List<String> events = new ArrayList<>();
        events.add(Wire.delta("{\"role\":\"assistant\",\"content\":\"\"}"));
        for (String piece : pieces) {
            events.add(Wire.piece(piece));
        }
        events.add(Wire.finish("stop"));
        if (request.wantsUsage()) {
            events.add(Wire.usage(pieces.length));
        }
        events.add(Wire.DONE);
        return events;
    }
}
