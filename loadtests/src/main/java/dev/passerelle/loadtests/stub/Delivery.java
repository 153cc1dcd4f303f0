package dev.passerelle.loadtests.stub;

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
import org.jspecify.annotations.Nullable;

/// What goes to one client. Everything leaves at once.
final class Delivery {
    private static final HeaderName SERVER_TIMING = HeaderNames.create("Server-Timing");
    private static final HeaderName STREAM_RESULT = HeaderNames.create("stream-result");

    private final ServerResponse response;
    private final boolean trailers;
    private @Nullable OutputStream out;

    Delivery(ServerRequest request, ServerResponse response) {
        this.response = response;
        this.trailers = request.headers().containsToken(HeaderValues.TE_TRAILERS);
    }

    void header(String name, String value) {
        response.header(name, value);
    }

    void json(int status, byte[] body) throws ClientLeftException {
        response.status(status).header(HeaderNames.CONTENT_TYPE, "application/json");
        attempt(() -> response.send(body));
    }

    /// The first half of an answer that is promised whole.
    void half(byte[] body) throws ClientLeftException {
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.contentLength(body.length);
        attempt(() -> {
            OutputStream half = response.outputStream();
            half.write(body, 0, body.length / 2);
            half.flush();
        });
    }

    /// Part of an event stream; the first has the headers with it.
    ///
    /// @param timing what is known of where the time went, for the headers
    void events(byte[] events, String timing) throws ClientLeftException {
        OutputStream stream = out == null ? open(timing) : out;
        out = stream;
        attempt(() -> {
            stream.write(events);
            stream.flush();
        });
    }

    private OutputStream open(String timing) {
        header(SERVER_TIMING.defaultCase(), timing);
        if (trailers) {
            response.header(HeaderNames.TRAILER, SERVER_TIMING.defaultCase());
            response.beforeTrailers(all -> all.remove(STREAM_RESULT));
        }
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        response.header(HeaderNames.CACHE_CONTROL, "no-cache");
        return response.outputStream();
    }

    /// Ends an event stream.
    ///
    /// @param timing where the time went, for the trailer
    void end(String timing) throws ClientLeftException {
        if (trailers) {
            response.trailers().set(SERVER_TIMING, timing);
        }
        OutputStream stream = out;
        if (stream != null) {
            attempt(stream::close);
        }
    }

    private static void attempt(Writing writing) throws ClientLeftException {
        try {
            writing.write();
        } catch (IOException
                | UncheckedIOException
                | SocketWriterException
                | CloseConnectionException e) {
            throw new ClientLeftException(e);
        }
    }

    private interface Writing {
        void write() throws IOException;
    }
}
