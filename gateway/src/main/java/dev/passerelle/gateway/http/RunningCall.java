package dev.passerelle.gateway.http;

import org.jspecify.annotations.Nullable;

/// A call in progress, which can be interrupted for a reason until it is closed. Its thread then
/// gets an `InterruptedException` from whatever it waits for.
final class RunningCall implements AutoCloseable {

    /// Why a call was interrupted.
    enum Cause {
        CLIENT_LEFT,
        SERVER_STOPS
    }

    private final Thread thread = Thread.currentThread();
    private final CallsInFlight calls;
    private volatile @Nullable Cause cause;
    private volatile long seenNanos;
    private boolean closed;

    RunningCall(CallsInFlight calls) {
        this.calls = calls;
    }

    synchronized void interrupt(Cause why) {
        if (!closed && cause == null) {
            seenNanos = System.nanoTime();
            cause = why;
            thread.interrupt();
        }
    }

    /// Why it was interrupted; null if it wasn't, or by something else.
    @Nullable Cause cause() {
        return cause;
    }

    /// Its client turns out to have left, if that isn't known already.
    synchronized void clientLeft() {
        if (cause != Cause.CLIENT_LEFT) {
            seenNanos = System.nanoTime();
            cause = Cause.CLIENT_LEFT;
        }
    }

    /// Seconds since its client was seen to have left.
    double secondsSinceLeft() {
        return (System.nanoTime() - seenNanos) / 1e9;
    }

    /// Interrupts it no more, so that what it holds can be given back; an interrupt that came too
    /// late to be noticed is forgotten.
    synchronized void calm() {
        closed = true;
        if (cause != null) {
            Thread.interrupted();
        }
    }

    /// Ends the call.
    @Override
    public void close() {
        calm();
        calls.left(this);
    }
}
