package dev.passerelle.gateway.http;

import dev.passerelle.gateway.openai.WireError;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Server-sent events in the form OpenAI's clients read. Each event leaves at once.
final class EventStream {
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final HeaderName STREAM_RESULT = HeaderNames.create("stream-result");

    private final ServerResponse response;
    private final Stages stages;
    private final boolean trailers;
    private final OutputStream out;

    /// Commits the answer to status 200. To clients that take trailers, one tells in the end where
    /// the time went.
    EventStream(ServerRequest request, ServerResponse response, Stages stages) {
        this.response = response;
        this.stages = stages;
        trailers = request.headers().containsToken(HeaderValues.TE_TRAILERS);
        if (trailers) {
            response.header(HeaderNames.TRAILER, Call.SERVER_TIMING.defaultCase());
            response.beforeTrailers(all -> all.remove(STREAM_RESULT));
        }
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        response.header(HeaderNames.CACHE_CONTROL, "no-cache");
        response.header("x-accel-buffering", "no");
        out = response.outputStream();
    }

    /// Sends events that come with their framing.
    ///
    /// @throws ClientLeft if they can't be written
    void send(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
            out.flush();
        } catch (IOException
                | UncheckedIOException
                | SocketWriterException
                | CloseConnectionException e) {
            throw new ClientLeft(e);
        }
    }

    /// Ends a stream that is complete.
    void done() {
        send(DONE, 0, DONE.length);
        if (trailers) {
            response.trailers().set(Call.SERVER_TIMING, stages.serverTiming(true));
        }
        try {
            out.close();
        } catch (IOException | UncheckedIOException e) {
            throw new ClientLeft(e);
        }
    }

    /// Ends a stream that broke. The caller closes the connection without ending the chunked body,
    /// so that a client that ignores the event can't mistake the answer for a complete one.
    void broke(WireError error) {
        byte[] json = error.encode();
        byte[] event = new byte[DATA.length + json.length + END.length];
        System.arraycopy(DATA, 0, event, 0, DATA.length);
        System.arraycopy(json, 0, event, DATA.length, json.length);
        System.arraycopy(END, 0, event, DATA.length + json.length, END.length);
        send(event, 0, event.length);
    }
}
