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
    private boolean closed;

    RunningCall(CallsInFlight calls) {
        this.calls = calls;
    }

    synchronized void interrupt(Cause why) {
        if (!closed && cause == null) {
            cause = why;
            thread.interrupt();
        }
    }

    /// Why it was interrupted; null if it wasn't, or by something else.
    @Nullable Cause cause() {
        return cause;
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
