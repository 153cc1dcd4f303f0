package dev.passerelle.loadtests.client;

import java.io.EOFException;
import java.io.IOException;
import java.util.function.LongSupplier;

/// Reads the answer to one request from a connection, with the moments at which it came.
final class Inbound {
    private static final int MOST_HEAD = 64 << 10;

    private final Link link;
    private final LongSupplier clock;
    private long headMoment = -1;
    private long moment = -1;

    Inbound(Link link, LongSupplier clock) {
        this.link = link;
        this.clock = clock;
    }

    /// Waits until an answer begins.
    void begin() throws IOException {
        if (!fill()) {
            throw new BrokenAnswer("connection closed without an answer");
        }
    }

    /// Reads status line and headers, and passes over those that another follows.
    AnswerHead head() throws IOException {
        AnswerHead head;
        do {
            headMoment = -1;
            int end = headEnd();
            head = AnswerHead.read(link.bytes(), link.from(), end);
            link.taken(end);
        } while (head.isInterim());
        return head;
    }

    private int headEnd() throws IOException {
        int seen = 0;
        while (true) {
            for (int i = link.from() + seen; i < link.to(); i++) {
                if (link.bytes()[i] == '\n') {
                    headMoment = headMoment < 0 ? moment : headMoment;
                    if (isEmptyLine(i)) {
                        return i + 1;
                    }
                }
            }
            seen = link.to() - link.from();
            if (seen > MOST_HEAD) {
                throw new BrokenAnswer("headers too long");
            }
            if (!fill()) {
                throw new EOFException();
            }
        }
    }

    /// Whether the line that ends there is empty.
    private boolean isEmptyLine(int lineEnd) {
        int before = lineEnd - 1;
        if (before > link.from() && link.bytes()[before] == '\r') {
            before--;
        }
        return before > link.from() && link.bytes()[before] == '\n';
    }

    /// Hands on the body, until it is over or there is enough.
    void body(AnswerHead head, Answer into) throws IOException {
        if (!head.hasBody()) {
            return;
        }
        if (head.isChunked()) {
            chunks(new Chunks(head::trailer), into);
        } else {
            plain(head.length(), into);
        }
    }

    private void chunks(Chunks chunks, Answer into) throws IOException {
        while (true) {
            link.taken(chunks.take(link.bytes(), link.from(), link.to(), into, moment));
            if (chunks.hasEnded() || into.isEnough()) {
                return;
            }
            if (!fill()) {
                throw new EOFException();
            }
        }
    }

    private void plain(long length, Answer into) throws IOException {
        long left = length < 0 ? Long.MAX_VALUE : length;
        while (true) {
            int some = (int) Math.min(left, link.to() - link.from());
            into.take(link.bytes(), link.from(), link.from() + some, moment);
            link.taken(link.from() + some);
            left -= some;
            if (left == 0 || into.isEnough()) {
                return;
            }
            if (!fill()) {
                if (length >= 0) {
                    throw new EOFException();
                }
                return;
            }
        }
    }

    private boolean fill() throws IOException {
        boolean filled = link.fill();
        moment = clock.getAsLong();
        return filled;
    }

    /// When the status line was there; -1 before.
    long headMoment() {
        return headMoment;
    }

    /// When the last bytes were there.
    long moment() {
        return moment;
    }
}
