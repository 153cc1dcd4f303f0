package dev.passerelle.gateway.connection;

/// Runs its action at most once, and never after it was closed.
final class Departure {
    private final Runnable action;
    private boolean done;

    Departure(Runnable action) {
        this.action = action;
    }

    synchronized void happened() {
        if (!done) {
            done = true;
            action.run();
        }
    }

    synchronized void close() {
        done = true;
    }
}
