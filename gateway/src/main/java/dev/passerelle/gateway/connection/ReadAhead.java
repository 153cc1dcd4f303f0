package dev.passerelle.gateway.connection;

import dev.passerelle.gateway.connection.ClientWatch.Watch;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The bytes of a connection, one read of which may be under way while a handler works.
///
/// That read ends either with the next request's bytes, which [#get()] hands on in order, or with
/// the end of the stream, which is how a departed client shows. At most one read is ahead, so a
/// client that pipelines can't make the server buffer more than one read's worth. It takes a
/// thread, so a [Sweeper] begins it, and only for a watch that lasts.
final class ReadAhead implements Supplier<byte[]> {
    private final DataReader socket;
    private final Pace pace;
    private final boolean secure;
    private final Sweeper sweeper;
    private @Nullable Ahead ahead;
    private boolean departed;
    private volatile @Nullable Watching watching;

    /// @param socket the connection's own reader, with what it has buffered already
    /// @param secure whether reads may have to write, for TLS
    ReadAhead(DataReader socket, Pace pace, boolean secure, Sweeper sweeper) {
        this.socket = socket;
        this.pace = pace;
        this.secure = secure;
        this.sweeper = sweeper;
    }

    /// The connection begins.
    void open() {
        sweeper.add(this);
    }

    /// The connection has ended.
    void close() {
        sweeper.remove(this);
    }

    /// Called by the connection's thread when it needs more bytes; null at the end of the stream.
    ///
    /// @throws RequestException if the client takes too long for its headers
    /// @throws CloseConnectionException if it takes too long for something else
    @Override
    @SuppressWarnings("NullAway") // a null is how Helidon's data reader learns of the end
    public byte[] get() {
        long begin = System.nanoTime();
        byte[] bytes = next();
        if (bytes != null) {
            pace.received(bytes.length, Duration.ofNanos(System.nanoTime() - begin));
        }
        return bytes;
    }

    private byte @Nullable [] next() {
        Ahead pending = take();
        if (pending == null && pace.part() == Pace.Part.NOTHING) {
            return read();
        }
        return await(pending == null ? Ahead.start(this::read) : pending);
    }

    private synchronized @Nullable Ahead take() {
        Ahead pending = ahead;
        ahead = null;
        return pending;
    }

    /// What the client is to send next. For the connection's thread.
    void awaits(Pace.Part part) {
        pace.begin(part);
    }

    /// Whether a handler is at work under a watch.
    boolean watched() {
        return watching != null;
    }

    /// Runs `gone` once if the client leaves before the watch is closed. For the connection's
    /// thread, after the whole request has been read.
    Watch watch(Runnable gone) {
        Watching begun = begin(gone);
        sweeper.stir();
        return begun;
    }

    private synchronized Watching begin(Runnable gone) {
        Watching begun = new Watching(this, gone, watching);
        watching = begun;
        if (departed) {
            gone.run();
        }
        return begun;
    }

    synchronized void close(Watching watch) {
        watching = watch.end(watching);
    }

    /// Begins to read ahead under a watch that lasts; returns whether there is a watch. For the
    /// sweeper's thread.
    boolean look() {
        Watching open = watching;
        if (open == null) {
            return false;
        }
        if (open.lasts()) {
            readAhead();
        }
        return true;
    }

    private synchronized void readAhead() {
        if (watching != null && ahead == null && !departed) {
            ahead = Ahead.start(this::readUnderWatch);
        }
    }

    private byte @Nullable [] readUnderWatch() {
        byte[] bytes = orEnd(this::read);
        if (bytes == null) {
            depart();
        }
        return bytes;
    }

    private synchronized void depart() {
        departed = true;
        Watching open = watching;
        if (open != null) {
            open.happened();
        }
    }

    private byte @Nullable [] read() {
        try {
            socket.ensureAvailable();
            return socket.readBytes(socket.available());
        } catch (DataReader.InsufficientDataAvailableException e) {
            return null;
        }
    }

    private byte @Nullable [] await(Ahead pending) {
        try {
            return pending.bytes.get(pace.patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // The server closes an idle connection by interrupting it; the read must end too.
            pending.thread.interrupt();
            Thread.currentThread().interrupt();
            return null;
        } catch (TimeoutException e) {
            throw late(pending);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a read ahead never fails, it ends", e);
        }
    }

    /// Ends a connection whose client is too slow: with an answer where that can't block.
    private RuntimeException late(Ahead pending) {
        if (pace.part() == Pace.Part.HEAD && !secure) {
            keep(pending); // ends with the connection
            return RequestException.builder()
                    .type(DirectHandler.EventType.OTHER)
                    .status(Status.REQUEST_TIMEOUT_408)
                    .message("The request's headers took too long: see server.header-timeout.")
                    .safeMessage(true)
                    .setKeepAlive(false)
                    .build();
        }
        pending.thread.interrupt();
        return new CloseConnectionException("the client is too slow");
    }

    private synchronized void keep(Ahead pending) {
        ahead = pending;
    }

    /// A failed read is the end of the stream: the connection was reset or closed.
    private static byte @Nullable [] orEnd(Supplier<byte @Nullable []> read) {
        try {
            return read.get();
        } catch (RuntimeException e) {
            return null;
        }
    }

    private record Ahead(Thread thread, CompletableFuture<byte @Nullable []> bytes) {

        static Ahead start(Supplier<byte @Nullable []> read) {
            CompletableFuture<byte @Nullable []> bytes = new CompletableFuture<>();
            Thread thread = Thread.startVirtualThread(() -> bytes.complete(orEnd(read)));
            return new Ahead(thread, bytes);
        }
    }
}
