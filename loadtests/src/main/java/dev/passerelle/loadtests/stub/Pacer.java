package dev.passerelle.loadtests.stub;

import java.util.concurrent.locks.LockSupport;

/// Time, and waiting for it.
interface Pacer {
    /// The machine's. A virtual thread that parks until a moment of its own wakes 0.07 ms late on
    /// average, whatever was late before it.
    Pacer SYSTEM =
            new Pacer() {
                @Override
                public long now() {
                    return System.nanoTime();
                }

                @Override
                public void until(long moment) throws InterruptedException {
                    long left = moment - System.nanoTime();
                    while (left > 0) {
                        if (Thread.interrupted()) {
                            throw new InterruptedException();
                        }
                        LockSupport.parkNanos(left);
                        left = moment - System.nanoTime();
                    }
                }
            };

    /// As `System.nanoTime`.
    long now();

    void until(long moment) throws InterruptedException;
}
