package dev.passerelle.gateway.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// A connection by HTTP/2 (RFC 9113) that carries one stream at a time, so that ending it tells the
/// server at once and harms no other call.
final class Http2Connection extends Connection {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);
    private static final int LAST_STREAM = Integer.MAX_VALUE - 2;

    private final Link link;
    private final String scheme;
    private final String authority;
    private final Failures failures;
    private final Frames frames;
    private final Http2Heads heads = new Http2Heads();
    private int stream = -1;
    private boolean leaving;

    /// Bytes the server has sent that it may send again.
    private int owed;

    private int firstRoom = Frames.FIRST_WINDOW;
    private int streamRoom;
    private int allRoom = Frames.FIRST_WINDOW;

    Http2Connection(Link link, String scheme, String authority, Failures failures) {
        this.link = link;
        this.scheme = scheme;
        this.authority = authority;
        this.failures = failures;
        this.frames = new Frames(link);
    }

    @Override
    @Nullable Exchange send(Outgoing request, Patience patience, ConnectionPool pool)
            throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512 + request.body().length);
        if (stream < 0) {
            out.writeBytes(PREFACE);
            Frames.greeting(out);
        }
        if (owed > 0) {
            Frames.window(out, 0, owed);
            owed = 0;
        }
        stream += 2;
        streamRoom = firstRoom;
        byte[] fields = heads.write(request, scheme, authority);
        Frames.headers(out, stream, fields, request.body().length == 0);
        Http2Exchange exchange = new Http2Exchange(this, stream, patience, pool);
        return exchange.begin(out, request.body()) ? exchange : null;
    }

    Frames frames() {
        return frames;
    }

    Http2Heads heads() {
        return heads;
    }

    Failures failures() {
        return failures;
    }

    /// Bytes the server takes now.
    int room() {
        return Math.min(streamRoom, allRoom);
    }

    void used(int length) {
        streamRoom -= length;
        allRoom -= length;
    }

    /// The server takes more, on all streams or one.
    ///
    /// @param current the stream there is now
    void more(int onStream, int current, int length) {
        if (onStream == 0) {
            allRoom = Math.addExact(allRoom, length);
        } else if (onStream == current) {
            streamRoom = Math.addExact(streamRoom, length);
        }
    }

    /// Takes what the frame that came last says.
    void settings() {
        int room = frames.setting(Frames.INITIAL_WINDOW, firstRoom);
        if (room < 0) {
            throw new IllegalStateException("a window without measure");
        }
        streamRoom += room - firstRoom;
        firstRoom = room;
    }

    void owes(int bytes) {
        owed += bytes;
    }

    /// It takes no more requests.
    void leaving() {
        leaving = true;
    }

    boolean usable() {
        return !leaving && stream < LAST_STREAM;
    }

    @Override
    void close() {
        link.close();
    }
}
