package dev.passerelle.gateway.connection;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// What a client sends, for one reader at a time.
final class FakeSocket implements Supplier<byte[]> {
    private static final byte[] END = {};

    /// Reads begun so far.
    final AtomicInteger begun = new AtomicInteger();

    /// A permit for each read that has ended.
    final Semaphore taken = new Semaphore(0);

    /// Whether two read at once.
    volatile boolean overlapped;

    private final BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
    private final AtomicBoolean reading = new AtomicBoolean();

    void send(String bytes) {
        sent.add(bytes.getBytes(StandardCharsets.US_ASCII));
    }

    /// The client closes the connection.
    void end() {
        sent.add(END);
    }

    @Override
    // the end is itself, and a null is how Helidon's data reader learns of it
    @SuppressWarnings({"NullAway", "ReferenceEquality"})
    public byte[] get() {
        begun.incrementAndGet();
        overlapped |= !reading.compareAndSet(false, true);
        try {
            byte[] bytes = sent.take();
            return bytes == END ? null : bytes;
        } catch (InterruptedException e) {
            return null;
        } finally {
            reading.set(false);
            taken.release();
        }
    }
}
