package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.DeploymentFailure;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.Http1HeadersParser;
import io.helidon.webclient.http1.Http1StatusParser;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One request and its answer by HTTP/1.1.
final class Http1Exchange implements Exchange {
    private static final int LONGEST_STATUS_LINE = 4 << 10;
    private static final int MOST_HEADER_BYTES = 64 << 10;
    private static final Duration TO_THE_END = Duration.ofMillis(50);
    private static final byte[] NOTHING = {};

    private final ConnectionPool pool;
    private final Http1Connection connection;
    private final Patience patience;
    private final Failures failures;

    private int status;
    private Headers headers;
    private byte[] input = NOTHING;
    private int at;
    private boolean heard;
    private @Nullable Chunks chunks;
    private long rest;
    private boolean ended;
    private boolean closed;

    private Http1Exchange(
            ConnectionPool pool,
            Http1Connection connection,
            Patience patience,
            Failures failures,
            byte[] message)
            throws InterruptedException {
        this.pool = pool;
        this.connection = connection;
        this.patience = patience;
        this.failures = failures;
        write(message);
        this.headers = head();
        frame();
    }

    /// Sends a request; null if nothing came back because the connection had been closed.
    static @Nullable Exchange begin(
            ConnectionPool pool,
            Http1Connection connection,
            byte[] message,
            Patience patience,
            Failures failures)
            throws InterruptedException {
        try {
            return new Http1Exchange(pool, connection, patience, failures, message);
        } catch (ClosedBefore _) {
            return null;
        }
    }

    /// The connection ended before any byte of an answer.
    private static final class ClosedBefore extends RuntimeException {
        private static final long serialVersionUID = 1;

        ClosedBefore(Throwable cause) {
            super(null, cause, false, false);
        }
    }

    /// A server may refuse a request without reading all of it: its answer counts then.
    private void write(byte[] message) throws InterruptedException {
        try {
            connection.write(message);
        } catch (UncheckedIOException _) {
            Failures.checkInterrupt();
        }
    }

    private Headers head() throws InterruptedException {
        DataReader reader = DataReader.create(this::pullForHead);
        try {
            Headers found;
            do {
                status = Http1StatusParser.readStatus(reader, LONGEST_STATUS_LINE).code();
                found = Http1HeadersParser.readHeaders(reader, MOST_HEADER_BYTES, false);
            } while (status < 200);
            int left = reader.available();
            input = left == 0 ? NOTHING : reader.readBytes(left);
            return found;
        } catch (DeploymentFailure e) {
            throw e;
        } catch (InsufficientDataAvailableException | UncheckedIOException e) {
            throw cut(e);
        } catch (RuntimeException e) {
            throw failures.garbage("doesn't answer by HTTP.", e);
        }
    }

    private byte @Nullable [] pullForHead() {
        byte[] bytes = connection.read(patience.left());
        heard |= bytes != null;
        return bytes;
    }

    private RuntimeException cut(RuntimeException e) throws InterruptedException {
        Failures.checkInterrupt();
        if (Failures.isOrHas(e, SocketTimeoutException.class)) {
            return patience.exhausted();
        }
        return heard ? failures.broken(e) : new ClosedBefore(e);
    }

    private void frame() {
        if (headers.contains(HeaderNames.CONTENT_ENCODING)
                && !headers.get(HeaderNames.CONTENT_ENCODING).get().equals("identity")) {
            throw failures.garbage("compresses its answer without being asked to.", null);
        }
        if (headers.containsToken(HeaderValues.TRANSFER_ENCODING_CHUNKED)) {
            chunks = new Chunks();
            rest = Long.MAX_VALUE;
        } else if (status == 204 || status == 304) {
            ended = true;
        } else if (headers.contains(HeaderNames.CONTENT_LENGTH)) {
            rest = length();
            ended = rest == 0;
        } else {
            rest = Long.MAX_VALUE;
        }
    }

    private long length() {
        try {
            return Math.max(0, Long.parseLong(headers.get(HeaderNames.CONTENT_LENGTH).get()));
        } catch (NumberFormatException e) {
            throw failures.garbage("doesn't answer by HTTP.", e);
        }
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public boolean read(Inflow into) throws InterruptedException {
        int before = into.size();
        while (!ended && into.size() == before) {
            if (at < input.length) {
                take(into);
            } else {
                pull();
            }
        }
        return into.size() > before;
    }

    private void take(Inflow into) {
        if (chunks == null) {
            int length = (int) Math.min(rest, input.length - at);
            into.add(input, at, length);
            at += length;
            rest -= length;
            ended = rest == 0;
            return;
        }
        try {
            at = chunks.take(input, at, into);
        } catch (IllegalStateException e) {
            throw failures.garbage("breaks the rules of HTTP: %s.".formatted(e.getMessage()), e);
        }
        ended = chunks.ended();
    }

    private void pull() throws InterruptedException {
        byte[] bytes;
        try {
            bytes = connection.read(patience.left());
        } catch (UncheckedIOException e) {
            heard = true;
            throw cut(e);
        }
        at = 0;
        input = bytes == null ? NOTHING : bytes;
        if (bytes == null) {
            if (chunks != null || headers.contains(HeaderNames.CONTENT_LENGTH)) {
                throw failures.broken(null);
            }
            // a body that ends with its connection
            ended = true;
            rest = -1;
        }
    }

    @Override
    public void finish() {
        Inflow unused = new Inflow();
        long end = System.nanoTime() + TO_THE_END.toNanos();
        try {
            while (!ended && unused.size() < MOST_HEADER_BYTES) {
                if (at == input.length) {
                    byte[] bytes = connection.read(Duration.ofNanos(end - System.nanoTime()));
                    if (bytes == null) {
                        break;
                    }
                    input = bytes;
                    at = 0;
                }
                take(unused);
            }
        } catch (RuntimeException _) {
            // it is closed then
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        boolean kept =
                ended
                        && rest >= 0
                        && at == input.length
                        && !headers.containsToken(HeaderValues.CONNECTION_CLOSE);
        if (kept) {
            pool.giveBack(connection);
        } else {
            pool.drop(connection);
        }
    }
}
