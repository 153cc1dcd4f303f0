package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.Gateway;
import dev.passerelle.gateway.backend.InProcessRuntime;
import dev.passerelle.gateway.backend.LocalModels;
import dev.passerelle.gateway.backend.MemoryBudget;
import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.backend.Timing;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.config.ServerConfig;
import dev.passerelle.registry.Snapshots;
import dev.passerelle.registry.hub.HubSettings;
import java.net.URI;
import java.nio.file.Path;

/// A gateway together with the models that run in its process.
final class LocalGateway implements GatewayStarter.Running {

    private final ServerConfig config;
    private final LocalModels models;
    private final Gateway gateway;

    private LocalGateway(ServerConfig config, LocalModels models, Gateway gateway) {
        this.config = config;
        this.models = models;
        this.gateway = gateway;
    }

    /// Listens, and begins to load models.
    static GatewayStarter.Running start(GatewayConfig config, Snapshots snapshots, Path imports) {
        LocalModels models =
                new LocalModels(
                        config.models(),
                        snapshots,
                        new InProcessRuntime(imports),
                        budget(config),
                        Timing.real(config.server().drainTimeout()));
        Gateway gateway =
                Gateway.start(config.server(), models.served(), HubSettings.ofProcess().endpoint());
        models.start();
        return new LocalGateway(config.server(), models, gateway);
    }

    private static MemoryBudget budget(GatewayConfig config) {
        Long bytes = config.memoryBudget();
        return bytes == null ? MemoryBudget.ofMachine() : new MemoryBudget(bytes);
    }

    @Override
    public void awaitReady() throws InterruptedException {
        models.awaitStart();
        if (models.served().stream().noneMatch(ServedModel::works)) {
            throw new ServeException("no model could be loaded; the log says why for each");
        }
    }

    @Override
    public URI uri() {
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        String scheme = config.tls() == null ? "http" : "https";
        return URI.create(scheme + "://" + host + ":" + gateway.port());
    }

    @Override
    public void close() {
        try {
            gateway.stop();
        } catch (InterruptedException e) {
            gateway.close();
            Thread.currentThread().interrupt();
        }
        models.close();
    }

    /// Serving can't begin.
    static final class ServeException extends RuntimeException {
        ServeException(String message) {
            super(message);
        }
    }
}
