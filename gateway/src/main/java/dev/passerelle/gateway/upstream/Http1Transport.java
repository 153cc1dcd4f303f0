package dev.passerelle.gateway.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.passerelle.gateway.answer.Note;

/// HTTP/1.1 over kept connections.
final class Http1Transport implements Transport {
    private final ConnectionPool pool;
    private final String authority;
    private final Failures failures;

    /// @param authority value of `Host`
    Http1Transport(ConnectionPool pool, String authority, Failures failures) {
        this.pool = pool;
        this.authority = authority;
        this.failures = failures;
    }

    /// Asks once more by a new connection if a kept one turns out to have been closed.
    @Override
    public Exchange send(Outgoing request, Patience patience) throws InterruptedException {
        byte[] message = message(request);
        pool.enter();
        Http1Connection connection = null;
        boolean sent = false;
        try {
            connection = pool.idle();
            if (connection != null) {
                Exchange exchange =
                        Http1Exchange.begin(pool, connection, message, patience, failures);
                if (exchange != null) {
                    sent = true;
                    return exchange;
                }
                connection.close();
                connection = null;
            }
            connection = pool.connect();
            Exchange exchange = Http1Exchange.begin(pool, connection, message, patience, failures);
            if (exchange == null) {
                throw failures.silent(null);
            }
            sent = true;
            return exchange;
        } finally {
            if (!sent) {
                pool.drop(connection);
            }
        }
    }

    private byte[] message(Outgoing request) {
        StringBuilder head = new StringBuilder(512);
        head.append(request.method()).append(' ').append(request.path()).append(" HTTP/1.1\r\n");
        field(head, "Host", authority);
        for (Note header : request.headers()) {
            field(head, header.name(), header.value());
        }
        if (request.body().length > 0) {
            field(head, "Content-Length", Integer.toString(request.body().length));
        }
        byte[] start = head.append("\r\n").toString().getBytes(ISO_8859_1);
        byte[] message = new byte[start.length + request.body().length];
        System.arraycopy(start, 0, message, 0, start.length);
        System.arraycopy(request.body(), 0, message, start.length, request.body().length);
        return message;
    }

    private static void field(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    @Override
    public void close() {
        pool.close();
    }
}
