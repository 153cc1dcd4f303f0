package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.DeploymentFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One request and its answer by a stream of HTTP/2, the only one on its connection meanwhile.
final class Http2Exchange implements Exchange {
    private static final int REFUSED = 7;
    private static final int MOST_HEADER_BYTES = 64 << 10;

    private final Http2Connection connection;
    private final int stream;
    private final Patience patience;
    private final ConnectionPool pool;
    private final Frames frames;
    private final Failures failures;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

    private byte[] body = {};
    private int sent;
    private @Nullable Head head;
    private @Nullable ByteArrayOutputStream fields;
    private @Nullable Inflow into;
    private int taken;
    private boolean ending;
    private boolean ended;
    private boolean refused;
    private boolean closed;

    Http2Exchange(Http2Connection connection, int stream, Patience patience, ConnectionPool pool) {
        this.connection = connection;
        this.stream = stream;
        this.patience = patience;
        this.pool = pool;
        this.frames = connection.frames();
        this.failures = connection.failures();
    }

    /// Sends a request, and waits for the head of its answer; false if the connection ended before.
    boolean begin(ByteArrayOutputStream head, byte[] content) throws InterruptedException {
        body = content;
        out.writeBytes(head.toByteArray());
        while (this.head == null) {
            sendBody();
            if (!step() || refused) {
                return false;
            }
        }
        return true;
    }

    /// As much of it as the server has room for.
    private void sendBody() {
        while (sent < body.length && connection.room() > 0) {
            int length = Math.min(Math.min(Frames.LONGEST, connection.room()), body.length - sent);
            boolean last = sent + length == body.length;
            Frames.data(out, stream, body, sent, length, last ? Frames.END_STREAM : 0);
            sent += length;
            connection.used(length);
        }
    }

    /// Sends what is to be sent, and takes a frame; false if the connection has ended.
    private boolean step() throws InterruptedException {
        try {
            frames.send(out, patience);
            if (!frames.next(patience)) {
                return false;
            }
            take();
            return true;
        } catch (IOException e) {
            Failures.checkInterrupt();
            if (Failures.isTimeout(e)) {
                throw patience.exhausted();
            }
            return false;
        } catch (IllegalStateException | ArithmeticException e) {
            throw failures.garbage("breaks the rules of HTTP/2: %s.".formatted(e.getMessage()), e);
        }
    }

    private void take() {
        if (fields != null && frames.type() != Frames.CONTINUATION) {
            throw new IllegalStateException("headers without an end");
        }
        switch (frames.type()) {
            case Frames.DATA -> data();
            case Frames.HEADERS, Frames.CONTINUATION -> headers();
            case Frames.RESET -> reset();
            case Frames.SETTINGS -> settings();
            case Frames.PUSH -> throw new IllegalStateException("a push that nobody wants");
            case Frames.PING -> ping();
            case Frames.GOAWAY -> goAway();
            case Frames.WINDOW -> connection.more(frames.stream(), stream, frames.int32(0));
            default -> {}
        }
    }

    private void data() {
        if (frames.stream() != stream || into == null) {
            throw new IllegalStateException("data of no answer");
        }
        into.add(frames.bytes(), frames.start(), frames.end() - frames.start());
        ended = frames.has(Frames.END_STREAM);
        taken += frames.size();
        if (taken > Frames.OUR_WINDOW / 2) {
            Frames.window(out, 0, taken);
            if (!ended) {
                Frames.window(out, stream, taken);
            }
            taken = 0;
        }
    }

    private void headers() {
        if (frames.type() == Frames.HEADERS) {
            fields = new ByteArrayOutputStream();
            ending = frames.has(Frames.END_STREAM);
        }
        if (fields == null || frames.stream() != stream) {
            throw new IllegalStateException("headers of no answer");
        }
        fields.write(frames.bytes(), frames.start(), frames.end() - frames.start());
        if (fields.size() > MOST_HEADER_BYTES) {
            throw new IllegalStateException("headers are too long");
        }
        if (frames.has(Frames.END_HEADERS)) {
            Head read = connection.heads().read(fields.toByteArray());
            fields = null;
            ended = ending;
            if (head == null && read.status() >= 200) {
                head = read;
            } else if (head == null && read.status() < 100) {
                throw new IllegalStateException("an answer without a status");
            }
        }
    }

    private void reset() {
        if (frames.stream() != stream) {
            return;
        }
        refused = head == null && frames.int32(0) == REFUSED;
        if (!refused) {
            throw failures.broken(null);
        }
    }

    private void settings() {
        if (!frames.has(Frames.ACK)) {
            connection.settings();
            Frames.settingsTaken(out);
        }
    }

    private void ping() {
        if (!frames.has(Frames.ACK)) {
            frames.pong(out);
        }
    }

    private void goAway() {
        connection.leaving();
        refused |= head == null && frames.int32(0) < stream;
    }

    @Override
    public Head head() {
        if (head == null) {
            throw new IllegalStateException("not begun");
        }
        return head;
    }

    @Override
    public boolean read(Inflow target) throws InterruptedException {
        int before = target.size();
        into = target;
        while (!ended && target.size() == before) {
            sendBody();
            if (!step()) {
                throw failures.broken(null);
            }
        }
        return target.size() > before;
    }

    /// The end of a stream of events may come in a frame of its own.
    @Override
    public void finish() {
        Patience moment = patience.moment();
        try {
            into = new Inflow(0);
            while (!ended && into.size() == 0 && frames.next(moment)) {
                take();
            }
        } catch (IOException | DeploymentFailure | IllegalStateException _) {
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
        if (ended && sent == body.length && connection.usable()) {
            connection.owes(taken);
            pool.giveBack(connection);
        } else {
            pool.drop(connection);
        }
    }
}
