package dev.passerelle.gateway.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.passerelle.gateway.answer.Note;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A connection by HTTP/1.1.
final class Http1Connection extends Connection {
    private final Link link;
    private final String authority;
    private final Failures failures;

    /// @param authority value of `Host`
    Http1Connection(Link link, String authority, Failures failures) {
        this.link = link;
        this.authority = authority;
        this.failures = failures;
    }

    @Override
    @Nullable Exchange send(Outgoing request, Patience patience, ConnectionPool pool)
            throws InterruptedException {
        if (link.size() > 0) {
            // nobody asked for what is there
            return null;
        }
        try {
            link.write(message(request), patience.left());
        } catch (IOException e) {
            Failures.checkInterrupt();
            if (Failures.isTimeout(e)) {
                throw patience.exhausted();
            }
            // a server may refuse a request without reading all of it: its answer counts
        }
        return Http1Exchange.begin(pool, this, link, patience, failures);
    }

    private byte[] message(Outgoing request) {
        StringBuilder head = new StringBuilder(512);
        head.append(request.method()).append(' ').append(request.path()).append(" HTTP/1.1\r\n");
        field(head, "Host", authority);
        for (Note header : request.headers()) {
            field(head, header.name(), header.value());
        }
        byte[] body = request.body();
        if (body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(ISO_8859_1);
        byte[] message = new byte[start.length + body.length];
        System.arraycopy(start, 0, message, 0, start.length);
        System.arraycopy(body, 0, message, start.length, body.length);
        return message;
    }

    private static void field(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    @Override
    void close() {
        link.close();
    }
}
