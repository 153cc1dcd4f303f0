package dev.passerelle.gateway.routing;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Where time and chance come from.
///
/// @param clock the time people are told
/// @param nanos a time that only goes forward, as [System#nanoTime]
/// @param random safe from any thread
public record Surroundings(
        InstantSource clock, LongSupplier nanos, RandomGenerator random, Pause pause) {

    /// The machine's.
    public static final Surroundings REAL =
            new Surroundings(
                    InstantSource.system(),
                    System::nanoTime,
                    () -> ThreadLocalRandom.current().nextLong(),
                    Thread::sleep);

    /// Lets time pass.
    @FunctionalInterface
    public interface Pause {
        void sleep(Duration duration) throws InterruptedException;
    }

    long now() {
        return nanos.getAsLong();
    }
}
