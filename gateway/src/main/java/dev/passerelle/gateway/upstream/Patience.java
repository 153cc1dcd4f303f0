package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.DeploymentFailure.Kind;
import dev.passerelle.gateway.config.DeploymentConfig;
import java.time.Duration;

/// How long a call waits for the next bytes of its answer: for the first ones until a deadline,
/// then for each as long again.
final class Patience {
    private final String deployment;
    private final Duration first;
    private final Duration between;
    private final long start;
    private boolean begun;

    private Patience(String deployment, Duration first, Duration between) {
        this.deployment = deployment;
        this.first = first;
        this.between = between;
        this.start = System.nanoTime();
    }

    static Patience of(DeploymentConfig.Upstream config) {
        return new Patience(config.name(), config.firstToken(), config.betweenTokens());
    }

    static Patience of(String deployment, Duration whole) {
        return new Patience(deployment, whole, whole);
    }

    /// The answer's first part is there.
    void begun() {
        begun = true;
    }

    /// @throws DeploymentFailure if it is at its end
    Duration left() {
        if (begun) {
            return between;
        }
        Duration left = first.minusNanos(System.nanoTime() - start);
        if (left.isNegative() || left.isZero()) {
            throw exhausted();
        }
        return left;
    }

    DeploymentFailure exhausted() {
        return begun
                ? new DeploymentFailure(
                        Kind.STALLED,
                        "Deployment '%s' stopped in the middle of its answer for more than %d ms."
                                .formatted(deployment, between.toMillis()))
                : new DeploymentFailure(
                        Kind.FIRST_TOKEN_TIMEOUT,
                        "Deployment '%s' didn't begin its answer within %d ms."
                                .formatted(deployment, first.toMillis()));
    }
}
