package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.DeploymentFailure.Kind;
import dev.passerelle.gateway.config.DeploymentConfig;
import java.time.Duration;

/// How long a call waits for the next bytes of its answer: for the first ones until a deadline,
/// then for each as long again.
final class Patience {
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final long MILLISECOND = 1_000_000;

    private final String deployment;
    private final long firstNanos;
    private final int betweenMillis;
    private final long start;
    private boolean begun;

    private Patience(String deployment, Duration first, Duration between) {
        this.deployment = deployment;
        this.firstNanos = first.toNanos();
        this.betweenMillis = Math.clamp(between.toMillis(), 1, Integer.MAX_VALUE);
        this.start = System.nanoTime();
    }

    static Patience of(DeploymentConfig.Upstream config) {
        return new Patience(config.name(), config.firstToken(), config.betweenTokens());
    }

    static Patience of(String deployment, Duration whole) {
        return new Patience(deployment, whole, whole);
    }

    /// For the end of an answer of which nothing more is of use.
    Patience moment() {
        return of(deployment, MOMENT);
    }

    /// The answer's first part is there.
    void begun() {
        begun = true;
    }

    /// In milliseconds.
    ///
    /// @throws DeploymentFailure if it is at its end
    int left() {
        if (begun) {
            return betweenMillis;
        }
        // rounded up, so that it is the same number for most calls
        long left = firstNanos - (System.nanoTime() - start) + MILLISECOND - 1;
        if (left < MILLISECOND) {
            throw exhausted();
        }
        return (int) Math.min(left / MILLISECOND, Integer.MAX_VALUE);
    }

    DeploymentFailure exhausted() {
        return begun
                ? new DeploymentFailure(
                        Kind.STALLED,
                        "Deployment '%s' stopped in the middle of its answer for more than %d ms."
                                .formatted(deployment, betweenMillis))
                : new DeploymentFailure(
                        Kind.FIRST_TOKEN_TIMEOUT,
                        "Deployment '%s' didn't begin its answer within %d ms."
                                .formatted(deployment, firstNanos / MILLISECOND));
    }
}
