package dev.passerelle.gateway.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a deployment does at one moment.
///
/// @param region where it runs; absent if nobody said
/// @param reason why it is out; empty while it is up
/// @param since when it went out; absent while it is up
/// @param retryAfter until it may be asked again, as far as that can be told; zero while it is up
/// @param calls under way
/// @param tokens of the calls under way: their prompts and the most they may generate
/// @param firstToken smoothed time to the first token; zero while nobody knows
/// @param failures in a row
public record DeploymentStatus(
        String model,
        String name,
        @Nullable String region,
        State state,
        String reason,
        @Nullable Instant since,
        Duration retryAfter,
        int calls,
        long tokens,
        Duration firstToken,
        int failures) {

    /// Whether it is asked.
    public enum State {
        UP,
        /// It said that it has had enough for now.
        COOLING,
        /// It failed too often, or doesn't take our key or know the model; a call will try again.
        OPEN,
        /// Its health check fails.
        UNHEALTHY;

        /// The name on the wire.
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean up() {
        return state == State.UP;
    }
}
