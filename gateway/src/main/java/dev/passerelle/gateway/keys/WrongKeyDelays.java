package dev.passerelle.gateway.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// Answers those who guess keys ever more slowly: from the sixth wrong key within a minute from one
/// address, each waits, at first 100 ms, then twice as long each time up to 5 s, until a minute
/// passes without one. Right keys never wait.
final class WrongKeyDelays {
    private static final int FREE = 5;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final long FIRST_MS = 100;
    private static final long LONGEST_MS = 5000;
    private static final int MOST_ADDRESSES = 100_000;
    private static final int MOST_WAITING = 64;

    /// How a thread waits.
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }

    /// @param begun when the first of them came, by the ticker
    private record Guesses(long begun, int count) {

        Guesses next(long now) {
            return count < FREE && now - begun > WINDOW.toNanos()
                    ? new Guesses(now, 1)
                    : new Guesses(begun, count + 1);
        }
    }

    private final Cache<String, Guesses> guesses;
    private final Ticker ticker;
    private final Sleeper sleeper;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    WrongKeyDelays(Ticker ticker, Sleeper sleeper) {
        this.ticker = ticker;
        this.sleeper = sleeper;
        guesses =
                Caffeine.newBuilder()
                        .maximumSize(MOST_ADDRESSES)
                        .expireAfterWrite(WINDOW)
                        .ticker(ticker)
                        .build();
    }

    static WrongKeyDelays usual() {
        return new WrongKeyDelays(Ticker.systemTicker(), Thread::sleep);
    }

    /// Counts a wrong key, and waits if there were many. At most 64 wait at once; more go on
    /// without waiting.
    void wrong(String address) throws InterruptedException {
        long now = ticker.read();
        Guesses counted =
                guesses.asMap()
                        .compute(
                                AddressGroup.of(address),
                                (_, known) ->
                                        known == null ? new Guesses(now, 1) : known.next(now));
        if (counted.count() > FREE && waiting.tryAcquire()) {
            try {
                sleeper.sleep(delay(counted.count() - FREE));
            } finally {
                waiting.release();
            }
        }
    }

    /// @param guess 1 for the first that waits
    private static Duration delay(int guess) {
        int doublings = Math.min(guess - 1, 10);
        return Duration.ofMillis(Math.min(FIRST_MS << doublings, LONGEST_MS));
    }
}
