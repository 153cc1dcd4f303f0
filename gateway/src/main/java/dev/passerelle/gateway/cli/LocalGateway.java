package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.Gateway;
import dev.passerelle.gateway.admin.AdminClient;
import dev.passerelle.gateway.admin.AdminSocket;
import dev.passerelle.gateway.admin.Administration;
import dev.passerelle.gateway.backend.InProcessRuntime;
import dev.passerelle.gateway.backend.LocalModels;
import dev.passerelle.gateway.backend.MemoryBudget;
import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.backend.Timing;
import dev.passerelle.gateway.config.AdmissionConfig;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.config.ServerConfig;
import dev.passerelle.gateway.http.Door;
import dev.passerelle.gateway.storage.DatabaseInUseException;
import dev.passerelle.registry.Snapshots;
import dev.passerelle.registry.hub.HubSettings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A gateway together with the models that run in its process.
final class LocalGateway implements GatewayStarter.Running {

    private static final System.Logger LOG = System.getLogger(LocalGateway.class.getName());

    private static final int ATTEMPTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ServerConfig config;
    private final boolean elsewhere;
    private final LocalModels models;
    private final Gateway gateway;
    private final @Nullable BackOffice office;
    private final @Nullable AdminSocket socket;

    private LocalGateway(
            GatewayConfig config,
            LocalModels models,
            Gateway gateway,
            @Nullable BackOffice office,
            @Nullable AdminSocket socket) {
        this.config = config.server();
        this.elsewhere = config.routes().stream().anyMatch(LocalGateway::elsewhere);
        this.models = models;
        this.gateway = gateway;
        this.office = office;
        this.socket = socket;
    }

    /// Listens, and begins to load models.
    static GatewayStarter.Running start(GatewayConfig config, Snapshots snapshots, Path home)
            throws IOException, InterruptedException {
        BackOffice office = office(config, home);
        try {
            return start(config, snapshots, home, office);
        } catch (IOException | RuntimeException | Error e) {
            if (office != null) {
                office.close();
            }
            throw e;
        }
    }

    private static LocalGateway start(
            GatewayConfig config, Snapshots snapshots, Path home, @Nullable BackOffice office)
            throws IOException {
        LocalModels models =
                new LocalModels(
                        config.models(),
                        snapshots,
                        new InProcessRuntime(Surroundings.imports(home)),
                        budget(config),
                        Timing.real(config.server().drainTimeout()));
        Gateway gateway =
                Gateway.start(
                        config,
                        models.served(),
                        HubSettings.ofProcess().endpoint(),
                        office == null ? Door.open() : office.door(),
                        office == null ? null : office.desks(),
                        Clock.systemUTC());
        AdminSocket socket;
        try {
            socket = office == null ? null : gateway.openSocket(home);
        } catch (IOException | RuntimeException | Error e) {
            gateway.close();
            throw e;
        }
        models.start();
        return new LocalGateway(config, models, gateway, office, socket);
    }

    /// Nothing, if another gateway uses the home already and nothing depends on what is kept there:
    /// where everybody may call and nobody is limited, usage is all that is missed.
    private static @Nullable BackOffice office(GatewayConfig config, Path home)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return BackOffice.open(config, home);
            } catch (DatabaseInUseException e) {
                if (attempt < ATTEMPTS && !isServed(home)) {
                    Thread.sleep(PAUSE); // a command of the moment holds it
                    continue;
                }
                if (config.admission().mode() == AdmissionConfig.Mode.KEYS || config.limited()) {
                    throw e;
                }
                LOG.log(
                        Level.WARNING,
                        "this server keeps no record of usage, because another one does in its home: {0}",
                        e.getMessage());
                return null;
            }
        }
    }

    /// Whether something else than this process may answer.
    private static boolean elsewhere(ModelRoute route) {
        return route.deployments().stream().anyMatch(DeploymentConfig.Upstream.class::isInstance);
    }

    private static boolean isServed(Path home) throws IOException {
        Optional<Administration> running = AdminClient.find(home);
        running.ifPresent(Administration::close);
        return running.isPresent();
    }

    private static MemoryBudget budget(GatewayConfig config) {
        Long bytes = config.memoryBudget();
        return bytes == null ? MemoryBudget.ofMachine() : new MemoryBudget(bytes);
    }

    @Override
    public void awaitReady() throws InterruptedException {
        models.awaitStart();
        if (!elsewhere && models.served().stream().noneMatch(ServedModel::works)) {
            throw new ServeException("no model could be loaded; the log says why for each");
        }
    }

    @Override
    public void apply(GatewayConfig newer) {
        gateway.apply(newer);
    }

    @Override
    public URI uri() {
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        String scheme = config.tls() == null ? "http" : "https";
        return URI.create(scheme + "://" + host + ":" + gateway.port());
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
        try {
            gateway.stop();
        } catch (InterruptedException e) {
            gateway.close();
            Thread.currentThread().interrupt();
        }
        models.close();
        if (office != null) {
            office.close();
        }
    }

    /// Serving can't begin.
    static final class ServeException extends RuntimeException {
        ServeException(String message) {
            super(message);
        }
    }
}
