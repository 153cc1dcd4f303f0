package dev.passerelle.loadtests.client;

import java.util.concurrent.locks.LockSupport;

/// Time that passes for moments to differ.
final class Clock {
    static final long SPENT = 40_000_000;

    private Clock() {}

    static void spend() {
        long end = System.nanoTime() + SPENT;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(SPENT);
        }
    }
}
