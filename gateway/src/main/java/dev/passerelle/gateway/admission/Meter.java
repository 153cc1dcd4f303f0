package dev.passerelle.gateway.admission;

import java.time.Duration;

/// What is left of one limit at one moment. Belongs to the holder of the limiter's lock.
interface Meter {

    /// The most that can ever be left.
    long capacity();

    long left();

    /// How long until that much is left, if nobody takes anything.
    ///
    /// @param amount more than is left, but no more than the capacity
    Duration until(long amount);

    /// How long until the limit is whole again.
    Duration reset();

    /// @param amount no more than is left
    Charge take(long amount);

    /// What was taken from one limit, until it is settled.
    @FunctionalInterface
    interface Charge {

        /// Gives back what wasn't used, or takes what was used beyond; called once.
        ///
        /// @param used even more than is left
        /// @param nanos the time
        void settle(long used, long nanos);
    }
}
