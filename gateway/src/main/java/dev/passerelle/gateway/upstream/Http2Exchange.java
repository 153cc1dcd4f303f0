package dev.passerelle.gateway.upstream;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.http2.Http2FrameData;
import io.helidon.http.http2.Http2StreamState;
import io.helidon.webclient.http2.Http2ClientResponse;
import io.helidon.webclient.http2.Http2ClientStream;
import io.helidon.webclient.http2.StreamTimeoutException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// One request and its answer by a stream of HTTP/2.
final class Http2Exchange implements Exchange {
    private static final Duration LEAST = Duration.ofMillis(1);

    private final Http2ClientResponse response;
    private final Http2ClientStream stream;
    private final Semaphore places;
    private final Patience patience;
    private final Failures failures;
    private boolean closed;

    /// @param places where this one's is given back
    Http2Exchange(
            Http2ClientResponse response,
            Http2ClientStream stream,
            Semaphore places,
            Patience patience,
            Failures failures) {
        this.response = response;
        this.stream = stream;
        this.places = places;
        this.patience = patience;
        this.failures = failures;
    }

    @Override
    public int status() {
        return response.status().code();
    }

    @Override
    public Headers headers() {
        return response.headers();
    }

    @Override
    public boolean read(Inflow into) throws InterruptedException {
        int before = into.size();
        while (into.size() == before && isOpen()) {
            Duration left = patience.left();
            Http2FrameData frame;
            try {
                frame = stream.readOne(left.compareTo(LEAST) < 0 ? LEAST : left);
            } catch (StreamTimeoutException _) {
                throw patience.exhausted();
            } catch (RuntimeException e) {
                checkInterrupt(e);
                throw failures.broken(e);
            }
            if (frame != null) {
                add(frame.data(), into);
            }
        }
        return into.size() > before;
    }

    private boolean isOpen() {
        return stream.hasEntity() && stream.streamState() == Http2StreamState.HALF_CLOSED_LOCAL;
    }

    private static void add(BufferData data, Inflow into) {
        byte[] bytes = data.readBytes();
        into.add(bytes, 0, bytes.length);
    }

    /// The client hides that a thread was interrupted in a failure of its own.
    static void checkInterrupt(RuntimeException e) throws InterruptedException {
        Failures.checkInterrupt();
        if (Failures.isOrHas(e, InterruptedException.class)) {
            throw new InterruptedException("The call was ended.");
        }
    }

    /// A stream is for one exchange only.
    @Override
    public void finish() {
        close();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            // resets it unless it is at its end
            stream.cancel();
        } finally {
            stream.close();
            places.release();
        }
    }
}
