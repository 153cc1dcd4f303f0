package dev.passerelle.gateway.backend;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;

/// The attempts to load one model: one at a time; after a failure only when a pause has passed,
/// each twice as long as the one before.
final class Attempts {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration FIRST_GUESS = Duration.ofSeconds(5);

    private final Semaphore turn = new Semaphore(1, true);
    private Instant began = Instant.EPOCH;
    private Instant notBefore = Instant.EPOCH;
    private Duration usual = FIRST_GUESS;
    private Duration pause = FIRST_PAUSE;

    /// Begins an attempt; false while another is under way or it is too soon after a failure.
    synchronized boolean begin(Instant now) {
        if (now.isBefore(notBefore) || !turn.tryAcquire()) {
            return false;
        }
        began = now;
        return true;
    }

    /// Begins an attempt when the one under way has ended, however soon after a failure.
    void await(Instant now) throws InterruptedException {
        turn.acquire();
        synchronized (this) {
            began = now;
        }
    }

    synchronized void succeeded(Instant now) {
        usual = Duration.between(began, now);
        pause = FIRST_PAUSE;
        notBefore = Instant.EPOCH;
    }

    synchronized void failed(Instant now) {
        notBefore = now.plus(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    /// It found no memory. What others had to wait for it, it waits for them: without that a model
    /// in demand would keep one that can't make room from ever taking new requests.
    synchronized void gaveUp(Instant now) {
        notBefore = now.plus(Duration.between(began, now));
    }

    /// Ends an attempt, however it went.
    void end() {
        turn.release();
    }

    /// How long the attempt under way will probably take, judged by its download so far and by the
    /// last that succeeded; or how long until the next is allowed.
    synchronized Duration remaining(Instant now, ModelState state) {
        Duration left =
                now.isBefore(notBefore)
                        ? Duration.between(now, notBefore)
                        : left(Duration.between(began, now), state);
        return left.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : left;
    }

    private Duration left(Duration elapsed, ModelState state) {
        return state instanceof ModelState.Downloading(long bytes, long total)
                        && bytes > 0
                        && bytes < total
                ? Duration.ofMillis((long) (elapsed.toMillis() * (double) (total - bytes) / bytes))
                : usual.minus(elapsed);
    }
}
