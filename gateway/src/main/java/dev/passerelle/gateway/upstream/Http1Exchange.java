package dev.passerelle.gateway.upstream;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One request that has been sent by HTTP/1.1, and its answer.
final class Http1Exchange implements Exchange {
    private static final int MOST_HEADER_BYTES = 64 << 10;
    private static final int TO_THE_END_MS = 50;

    private final ConnectionPool pool;
    private final Http1Connection connection;
    private final Link link;
    private final Patience patience;
    private final Failures failures;
    private final Head head;
    private final @Nullable Chunks chunks;
    private long rest;
    private boolean ended;
    private boolean closed;

    private Http1Exchange(
            ConnectionPool pool,
            Http1Connection connection,
            Link link,
            Patience patience,
            Failures failures,
            Head head) {
        this.pool = pool;
        this.connection = connection;
        this.link = link;
        this.patience = patience;
        this.failures = failures;
        this.head = head;
        this.chunks = head.chunked() ? new Chunks() : null;
        this.rest = head.length() < 0 ? Long.MAX_VALUE : head.length();
        this.ended = head.bodiless() || rest == 0;
    }

    /// Waits for the head of the answer; null if the connection ended before any byte of it.
    static @Nullable Exchange begin(
            ConnectionPool pool,
            Http1Connection connection,
            Link link,
            Patience patience,
            Failures failures)
            throws InterruptedException {
        try {
            while (true) {
                int end = headEnd(link, patience, failures);
                if (end < 0) {
                    return null;
                }
                Head head = HeadReader.read(link.bytes(), link.from(), end);
                link.usedTo(end);
                if (head.status() >= 200) {
                    return new Http1Exchange(pool, connection, link, patience, failures, head);
                }
            }
        } catch (IllegalStateException | NumberFormatException e) {
            throw failures.garbage("doesn't answer by HTTP.", e);
        }
    }

    /// The index after the empty line; -1 if nothing came.
    private static int headEnd(Link link, Patience patience, Failures failures)
            throws InterruptedException {
        int searched = 0;
        while (true) {
            byte[] bytes = link.bytes();
            for (int i = link.from() + searched; i < link.to(); i++) {
                if (bytes[i] == '\n' && isEmptyLine(bytes, link.from(), i)) {
                    return i + 1;
                }
            }
            searched = link.size();
            if (searched > MOST_HEADER_BYTES || !begins(link)) {
                throw new IllegalStateException("no head");
            }
            if (!fill(link, patience, failures)) {
                return -1;
            }
        }
    }

    /// Whether a line feed ends a line of nothing, which ends the head.
    private static boolean isEmptyLine(byte[] bytes, int start, int feed) {
        int before = feed > start && bytes[feed - 1] == '\r' ? feed - 2 : feed - 1;
        return before >= start && bytes[before] == '\n';
    }

    private static boolean begins(Link link) {
        return HeadReader.mayBegin(link.bytes(), link.from(), link.to());
    }

    /// False if the connection ended before any byte.
    private static boolean fill(Link link, Patience patience, Failures failures)
            throws InterruptedException {
        boolean heard = link.size() > 0;
        IOException cause = null;
        try {
            if (link.fill(patience.left())) {
                return true;
            }
        } catch (IOException e) {
            Failures.checkInterrupt();
            if (Failures.isTimeout(e)) {
                throw patience.exhausted();
            }
            cause = e;
        }
        if (heard) {
            throw failures.broken(cause);
        }
        return false;
    }

    @Override
    public Head head() {
        return head;
    }

    @Override
    public boolean read(Inflow into) throws InterruptedException {
        int before = into.size();
        while (!ended && into.size() == before) {
            if (link.size() > 0) {
                take(into);
            } else {
                pull(into);
            }
        }
        return into.size() > before;
    }

    private void take(Inflow into) {
        if (chunks == null) {
            int length = (int) Math.min(rest, link.size());
            into.add(link.bytes(), link.from(), length);
            link.usedTo(link.from() + length);
            used(length);
            return;
        }
        try {
            link.usedTo(chunks.take(link.bytes(), link.from(), link.to(), into));
        } catch (IllegalStateException e) {
            throw failures.garbage("breaks the rules of HTTP: %s.".formatted(e.getMessage()), e);
        }
        ended = chunks.ended();
    }

    private void used(int length) {
        rest = head.length() < 0 ? rest : rest - length;
        ended = rest == 0;
    }

    private void pull(Inflow into) throws InterruptedException {
        boolean more;
        try {
            more = chunks == null ? readInto(into) : link.fill(patience.left());
        } catch (IOException e) {
            Failures.checkInterrupt();
            throw Failures.isTimeout(e) ? patience.exhausted() : failures.broken(e);
        }
        if (!more) {
            if (chunks != null || head.length() >= 0) {
                throw failures.broken(null);
            }
            // a body that ends with its connection
            ended = true;
        }
    }

    private boolean readInto(Inflow into) throws IOException {
        int most = into.room();
        int wanted = (int) Math.min(rest, most);
        int count = link.readInto(into.bytes(), into.to(), wanted, patience.left());
        if (count > 0) {
            into.added(count);
            used(count);
        }
        return count >= 0;
    }

    @Override
    public void finish() {
        Inflow unused = new Inflow();
        long end = System.nanoTime() + TO_THE_END_MS * 1_000_000L;
        try {
            while (!ended && unused.size() < MOST_HEADER_BYTES) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (link.size() == 0 && (left <= 0 || !link.fill((int) left))) {
                    break;
                }
                take(unused);
            }
        } catch (IOException | RuntimeException _) {
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
        boolean framed = chunks != null || head.length() >= 0 || head.bodiless();
        if (ended && framed && link.size() == 0 && !head.last()) {
            pool.giveBack(connection);
        } else {
            pool.drop(connection);
        }
    }
}
