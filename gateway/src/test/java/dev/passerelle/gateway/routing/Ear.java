package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.routing.DeploymentStatus.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes down what it hears.
record Ear(List<String> events) implements RoutingListener {

    @Override
    public void asked(
            Deployment deployment,
            Outcome outcome,
            DeploymentFailure.@Nullable Kind kind,
            long nanos) {
        events.add("%s %s".formatted(deployment.name(), outcome.id()));
    }

    @Override
    public void brokeOff(Deployment deployment, DeploymentFailure.Kind kind) {
        events.add("%s broke off".formatted(deployment.name()));
    }

    @Override
    public void retried(Deployment next) {
        events.add("retry at %s".formatted(next.name()));
    }

    @Override
    public void retriesSpent(String model) {
        events.add("no more retries");
    }

    @Override
    public void fellBack(String from, String to) {
        events.add("%s falls back to %s".formatted(from, to));
    }

    @Override
    public void hedged(Deployment second, boolean won) {
        events.add("hedge %s %s".formatted(second.name(), won ? "won" : "lost"));
    }

    @Override
    public void copied(Deployment shadow, Copied outcome) {
        events.add("copy %s %s".formatted(shadow.name(), outcome.id()));
    }

    @Override
    public void changed(Deployment deployment, State from, State to) {
        events.add("%s %s".formatted(deployment.name(), to.id()));
    }
}
