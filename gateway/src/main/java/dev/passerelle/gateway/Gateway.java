package dev.passerelle.gateway;

import dev.passerelle.gateway.admin.AdminSocket;
import dev.passerelle.gateway.admin.Desks;
import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.catalogue.Catalogue;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.config.ServerConfig;
import dev.passerelle.gateway.http.AdminRoutes;
import dev.passerelle.gateway.http.CallsInFlight;
import dev.passerelle.gateway.http.Door;
import dev.passerelle.gateway.http.Route;
import dev.passerelle.gateway.http.Routes;
import dev.passerelle.gateway.metrics.GatewayMetrics;
import dev.passerelle.gateway.routing.Routing;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The running server: connections that notice departed clients, routes, handlers, models.
///
/// It doesn't own the models: who loaded them closes them, after the gateway.
public final class Gateway implements AutoCloseable {
    private final Listener listener;
    private final Routes routes;
    private final @Nullable AdminRoutes admin;
    private final CallsInFlight calls;
    private final Services services;
    private final Door door;
    private final Duration drainTimeout;

    private Gateway(
            Listener listener,
            Routes routes,
            @Nullable AdminRoutes admin,
            CallsInFlight calls,
            Services services,
            Door door,
            Duration drainTimeout) {
        this.listener = listener;
        this.routes = routes;
        this.admin = admin;
        this.calls = calls;
        this.services = services;
        this.door = door;
        this.drainTimeout = drainTimeout;
    }

    /// Starts listening. Models may still be loading; requests for them are told so.
    ///
    /// @param models those that run here, each with a route
    /// @param hub where repositories have their pages; without a slash at the end
    /// @param door what stands before every call
    /// @param desks where keys and usage are asked for; absent means nowhere
    /// @throws IllegalArgumentException if two models share an id or alias
    /// @throws UncheckedIOException if it can't be, because the port is taken for instance
    public static Gateway start(
            GatewayConfig config,
            Collection<ServedModel> models,
            URI hub,
            Door door,
            @Nullable Desks desks,
            InstantSource clock) {
        ServedModels served = new ServedModels(models);
        GatewayMetrics metrics =
                new GatewayMetrics(
                        served, door.ledgerBacklog(), () -> door.admission().available() ? 1 : 0);
        served.listener(metrics.lifecycle());
        Services services = Services.start(config, served, metrics, clock);
        try {
            return start(config.server(), served, hub, door, desks, clock, metrics, services);
        } catch (RuntimeException | Error e) {
            services.close();
            throw e;
        }
    }

    private static Gateway start(
            ServerConfig config,
            ServedModels models,
            URI hub,
            Door door,
            @Nullable Desks desks,
            InstantSource clock,
            GatewayMetrics metrics,
            Services services) {
        CallsInFlight calls = new CallsInFlight();
        Catalogue catalogue =
                new Catalogue(() -> services.router().table().all(), models::statuses, hub);
        models.reader(catalogue::describe);
        long maxBody = config.maxBodyBytes();
        AdminRoutes admin =
                desks == null ? null : new AdminRoutes(desks, calls, metrics, clock, maxBody);
        List<Route> more = admin == null ? List.of() : administration(config, admin, door);
        Routes routes =
                new Routes(
                        models,
                        new Routing(services.router(), services.dispatcher()),
                        services.cache(),
                        catalogue,
                        calls,
                        metrics,
                        services.telemetry(),
                        door,
                        more,
                        clock,
                        maxBody);
        Consumer<HttpRouting.Builder> apart =
                admin == null ? _ -> {} : routing -> admin.register(routing, door);
        Listener listener = Listener.start(config, routes::register, apart);
        return new Gateway(listener, routes, admin, calls, services, door, config.drainTimeout());
    }

    /// Starts listening with models that run here and nothing else.
    public static Gateway start(
            ServerConfig config, Collection<ServedModel> models, URI hub, Door door) {
        return start(
                GatewayConfig.serving(
                        config,
                        models.stream().map(model -> ModelRoute.of(model.config())).toList()),
                models,
                hub,
                door,
                null,
                Clock.systemUTC());
    }

    /// The same, open to everybody.
    public static Gateway start(ServerConfig config, Collection<ServedModel> models, URI hub) {
        return start(config, models, hub, Door.open());
    }

    /// From here on calls are routed, limited and kept as a newer configuration says. What runs
    /// goes on as it began.
    public void apply(GatewayConfig config) {
        door.apply(config);
        services.apply(config);
        services.metrics().reloaded(true);
    }

    /// A newer configuration could not be read; the one before stays.
    public void refused() {
        services.metrics().reloaded(false);
    }

    /// Opens the access log's file anew, because the old one has been moved away.
    public void reopenLogs() {
        services.telemetry().reopen();
    }

    /// What is administrated on the main port.
    private static List<Route> administration(ServerConfig config, AdminRoutes admin, Door door) {
        return config.admin() != null
                ? admin.usage(door)
                : Stream.concat(admin.usage(door).stream(), admin.administration(door).stream())
                        .toList();
    }

    /// Lets the owner of a home administrate over a socket in it. Whoever opens it closes it.
    ///
    /// @throws IllegalStateException if the gateway was started without administration
    public AdminSocket openSocket(Path home) throws IOException {
        if (admin == null) {
            throw new IllegalStateException("nothing to administrate");
        }
        return AdminSocket.start(home, admin::configure);
    }

    /// The port of the admin API, which is the main one if it has none of its own.
    public int adminPort() {
        return listener.adminPort();
    }

    /// Every address there is.
    List<Route> routes() {
        return routes.table();
    }

    /// The port listened on; the one chosen when the configuration says 0.
    public int port() {
        return listener.port();
    }

    /// Lets running requests finish, up to the timeout, and then ends them. New ones are refused
    /// with 503 and readiness is false from here on.
    ///
    /// @return whether all finished by themselves
    public boolean drain(Duration timeout) throws InterruptedException {
        return calls.drain(timeout);
    }

    /// A graceful stop: drains for as long as the configuration says, then closes.
    ///
    /// @return whether all running requests finished by themselves
    public boolean stop() throws InterruptedException {
        boolean finished = drain(drainTimeout);
        close();
        return finished;
    }

    /// Stops listening and closes every connection. Ends what still runs; [#drain] first to let it
    /// finish.
    @Override
    public void close() {
        try {
            calls.drain(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listener.close();
        services.close();
    }
}
