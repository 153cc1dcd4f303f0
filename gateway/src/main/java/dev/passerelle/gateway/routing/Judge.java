package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.config.ResilienceConfig;
import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.routing.DeploymentStatus.State;
import dev.passerelle.gateway.routing.RoutingListener.Outcome;
import dev.passerelle.runtime.InferenceException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Concludes from what calls come to how deployments do.
final class Judge {
    private static final Logger LOG = System.getLogger(Judge.class.getName());

    private final Surroundings surroundings;
    private final RoutingListener listener;
    private volatile ResilienceConfig config;

    Judge(ResilienceConfig config, Surroundings surroundings, RoutingListener listener) {
        this.config = config;
        this.surroundings = surroundings;
        this.listener = listener;
    }

    ResilienceConfig config() {
        return config;
    }

    void config(ResilienceConfig changed) {
        config = changed;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    RoutingListener listener() {
        return listener;
    }

    /// The first part is there.
    void began(Deployment deployment, Circuit.Leave leave, long nanos) {
        deployment.load().firstToken(nanos, surroundings.now());
        if (leave == Circuit.Leave.TRIAL) {
            State before = deployment.circuit().state();
            deployment.circuit().began(leave, config);
            compare(deployment, before);
        }
        listener.asked(deployment, Outcome.ANSWERED, null, nanos);
    }

    /// There is no first part.
    void failed(Deployment deployment, Circuit.Leave leave, Throwable failure, long nanos) {
        switch (failure) {
            case DeploymentFailure known -> {
                if (known.kind() == DeploymentFailure.Kind.FIRST_TOKEN_TIMEOUT) {
                    deployment.load().noFirstToken(nanos, surroundings.now());
                }
                judge(deployment, leave, known);
                listener.asked(deployment, Outcome.FAILED, known.kind(), nanos);
            }
            case InterruptedException _ -> {
                deployment.load().noFirstToken(nanos, surroundings.now());
                deployment.circuit().abandoned(leave);
                listener.asked(deployment, Outcome.CANCELLED, null, nanos);
            }
            default -> {
                deployment.circuit().abandoned(leave);
                listener.asked(deployment, outcome(failure), null, nanos);
            }
        }
    }

    private static Outcome outcome(Throwable failure) {
        return switch (failure) {
            case NoRoom _ -> Outcome.NO_ROOM;
            case InferenceException.QueueFull _, InferenceException.QueueTimeout _ ->
                    Outcome.NO_ROOM;
            case InferenceException.Cancelled _ -> Outcome.CANCELLED;
            case InferenceException.Unavailable _,
                    InferenceException.Failed _,
                    ApiException.ModelUnavailable _ ->
                    Outcome.FAILED;
            case ApiException _, InferenceException _ -> Outcome.REFUSED;
            default -> Outcome.FAILED;
        };
    }

    /// An answer broke off after its first part.
    void brokeOff(Deployment deployment, DeploymentFailure failure) {
        judge(deployment, Circuit.Leave.YES, failure);
        listener.brokeOff(deployment, failure.kind());
    }

    private void judge(Deployment deployment, Circuit.Leave leave, DeploymentFailure failure) {
        Circuit circuit = deployment.circuit();
        State before = circuit.state();
        String reason = String.valueOf(failure.getMessage());
        switch (failure.kind()) {
            case RATE_LIMITED -> circuit.cool(leave, reason, failure.retryAfter());
            case CREDENTIALS, UNKNOWN_MODEL -> circuit.open(leave, reason, config);
            case UNREACHABLE, FIRST_TOKEN_TIMEOUT, STALLED, BROKEN, GARBAGE, ERROR -> {
                circuit.failed(leave, reason, config);
                if (failure.retryAfter() != null) {
                    circuit.cool(Circuit.Leave.YES, reason, failure.retryAfter());
                }
            }
        }
        compare(deployment, before);
    }

    /// It was looked at.
    void probed(Deployment deployment, boolean healthy) {
        State before = deployment.circuit().state();
        deployment.circuit().probed(healthy);
        compare(deployment, before);
    }

    private void compare(Deployment deployment, State before) {
        DeploymentStatus now = deployment.status();
        if (now.state() != before) {
            LOG.log(
                    now.up() ? Level.INFO : Level.WARNING,
                    "deployment {0} of {1} is {2}{3}",
                    deployment.name(),
                    deployment.model(),
                    now.state().id(),
                    now.reason().isEmpty() ? "" : ": " + now.reason());
            listener.changed(deployment, before, now.state());
        }
    }
}
