package dev.passerelle.loadtests.run;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// The run's clock: nanoseconds since its start.
///
/// @param origin the start, as [System#nanoTime]
record Ticker(long origin) {
    /// The longest sleep between two looks at whether to go on.
    private static final long LOOK = 20_000_000;

    long now() {
        return System.nanoTime() - origin;
    }

    /// Waits until a moment, or until there is nothing more to wait for; interrupts are kept for
    /// later.
    void awaitUntil(long moment, BooleanSupplier over) {
        boolean interrupted = false;
        while (true) {
            long left = moment - now();
            if (left <= 0 || over.getAsBoolean()) {
                break;
            }
            LockSupport.parkNanos(Math.min(left, LOOK));
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Sleeps until a moment.
    ///
    /// @return false if the thread is interrupted, which it stays
    boolean sleepUntil(long moment) {
        while (true) {
            long left = moment - now();
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
            if (left <= 0) {
                return true;
            }
            LockSupport.parkNanos(left);
        }
    }
}
