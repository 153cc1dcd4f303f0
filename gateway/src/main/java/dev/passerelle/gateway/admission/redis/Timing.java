package dev.passerelle.gateway.admission.redis;

import java.time.Duration;
import java.util.function.Supplier;

/// How long a gateway waits for what.
///
/// @param timeout for an answer of Redis
/// @param beat between two signs of life
/// @param lives without a sign of life
/// @param grace after Redis forgot everything, in which gateways tell it again and nothing begins;
///   longer than a beat and its timeout, so that all have noticed
/// @param retry before Redis is asked again that didn't answer
/// @param time what the scripts take for the time, in milliseconds; empty means Redis's clock
record Timing(
        Duration timeout,
        Duration beat,
        Duration lives,
        Duration grace,
        Duration retry,
        Supplier<String> time) {

    static final Timing DEFAULT =
            new Timing(
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(100),
                    () -> "");
}
