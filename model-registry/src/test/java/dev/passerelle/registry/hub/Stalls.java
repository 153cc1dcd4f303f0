package dev.passerelle.registry.hub;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Answers of a fake hub that wait, until the test lets them go or the hub is closed.
final class Stalls {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int releases;
    private int waiting;
    private boolean closed;

    /// Waits for the next release.
    void await() throws InterruptedException {
        lock.lock();
        try {
            int seen = releases;
            waiting++;
            changed.signalAll();
            while (seen == releases && !closed) {
                changed.await();
            }
            waiting--;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a time, or until the hub is closed.
    void pause(long nanos) throws InterruptedException {
        lock.lock();
        try {
            for (long left = nanos; left > 0 && !closed; ) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Lets all go that wait now.
    void release() {
        lock.lock();
        try {
            releases++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until so many wait.
    void awaitWaiting(int count) throws InterruptedException {
        lock.lock();
        try {
            while (waiting < count && !closed) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /// How many wait.
    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
