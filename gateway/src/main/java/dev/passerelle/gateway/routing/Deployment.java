package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.answer.Backend;
import dev.passerelle.gateway.config.DeploymentConfig;
import org.jspecify.annotations.Nullable;

/// A deployment of a model, and how it does.
public final class Deployment {
    private final DeploymentConfig config;
    private final Backend backend;

    Deployment(DeploymentConfig config, Backend backend) {
        this.config = config;
        this.backend = backend;
    }

    public String name() {
        return config.name();
    }

    public @Nullable String region() {
        return config.share().region();
    }

    public DeploymentConfig config() {
        return config;
    }

    /// As [Backend#revision].
    public String revision() {
        return backend.revision();
    }

    Backend backend() {
        return backend;
    }
}
