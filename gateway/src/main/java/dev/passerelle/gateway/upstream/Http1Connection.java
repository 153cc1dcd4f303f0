package dev.passerelle.gateway.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.Note;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A connection by HTTP/1.1, which carries one exchange after another.
final class Http1Connection {
    private static final int OVERHEAD = " Content-Length: \r\n\r\n".length();

    private final Link link;
    private final byte[] start;
    private final Failures failures;
    private long idleSince;

    /// @param authority value of `Host`
    Http1Connection(Link link, String authority, Failures failures) {
        this.link = link;
        this.start = (" HTTP/1.1\r\nHost: " + authority + "\r\n").getBytes(ISO_8859_1);
        this.failures = failures;
    }

    /// Sends a request, and returns when the head of its answer is there; null if nothing came
    /// because the connection had been closed.
    ///
    /// @throws DeploymentFailure if it doesn't come
    @Nullable Exchange send(Outgoing request, Patience patience, ConnectionPool pool)
            throws InterruptedException {
        if (link.size() > 0) {
            // nobody asked for what is there
            return null;
        }
        try {
            byte[] message = message(request);
            link.write(message, patience.left());
        } catch (IOException e) {
            Failures.checkInterrupt();
            if (Failures.isTimeout(e)) {
                throw patience.exhausted();
            }
            // a server may refuse a request without reading all of it: its answer counts
        }
        return Http1Exchange.begin(pool, this, link, patience, failures);
    }

    /// Head and body in one, to be sent at once.
    private byte[] message(Outgoing request) {
        byte[] body = request.body();
        String method = request.method();
        String length = body.length == 0 ? "" : Integer.toString(body.length);
        int size = method.length() + request.path().length() + OVERHEAD + start.length;
        for (Note header : request.headers()) {
            size += header.name().length() + header.value().length() + 4;
        }
        Inflow out = new Inflow(size + length.length() + body.length);
        text(out, method);
        text(out, " ");
        text(out, request.path());
        out.add(start, 0, start.length);
        for (Note header : request.headers()) {
            field(out, header.name(), header.value());
        }
        if (body.length > 0) {
            field(out, "Content-Length", length);
        }
        text(out, "\r\n");
        out.add(body, 0, body.length);
        return out.to() == out.bytes().length ? out.bytes() : out.toArray();
    }

    private static void field(Inflow out, String name, String value) {
        text(out, name);
        text(out, ": ");
        text(out, value);
        text(out, "\r\n");
    }

    private static void text(Inflow out, String text) {
        int room = out.room(text.length());
        for (int i = 0; i < text.length(); i++) {
            out.bytes()[room + i] = (byte) text.charAt(i);
        }
        out.added(text.length());
    }

    void idle(long now) {
        idleSince = now;
    }

    boolean idleLongerThan(Duration time, long now) {
        return now - idleSince > time.toNanos();
    }

    /// Whether that is the version of HTTP that TLS agreed on.
    boolean agreedOn(String version) {
        return link.agreedOn(version);
    }

    /// Ends it at once.
    void close() {
        link.close();
    }
}
