package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.answer.Backend;
import dev.passerelle.gateway.config.DeploymentConfig;

/// Makes what answers for a deployment.
@FunctionalInterface
public interface Backends {

    /// @param model served id
    Backend of(String model, DeploymentConfig deployment);
}
