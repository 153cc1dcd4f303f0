package dev.passerelle.gateway.http;

import dev.passerelle.gateway.admin.AdminPaths;
import dev.passerelle.gateway.admin.Desks;
import dev.passerelle.gateway.metrics.GatewayMetrics;
import dev.passerelle.gateway.openai.Json;
import dev.passerelle.gateway.openai.QueryParameters;
import dev.passerelle.gateway.telemetry.Telemetry;
import io.helidon.http.Method;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// The addresses of the admin API and of usage: on the main port, on a port of their own, and on
/// the owner's socket.
public final class AdminRoutes {
    private static final List<Method> READ = List.of(Method.GET, Method.HEAD);

    private final Desks desks;
    private final CallsInFlight calls;
    private final GatewayMetrics metrics;
    private final InstantSource clock;
    private final long maxBodyBytes;

    public AdminRoutes(
            Desks desks,
            CallsInFlight calls,
            GatewayMetrics metrics,
            InstantSource clock,
            long maxBodyBytes) {
        this.desks = desks;
        this.calls = calls;
        this.metrics = metrics;
        this.clock = clock;
        this.maxBodyBytes = maxBodyBytes;
    }

    /// What every key may ask.
    public List<Route> usage(Door door) {
        UsageHandlers usage = new UsageHandlers(desks.usage());
        return List.of(route(READ, AdminPaths.USAGE, "", Access.READ, usage::report, door));
    }

    /// What administrators may.
    public List<Route> administration(Door door) {
        KeyHandlers keys = new KeyHandlers(desks.keys(), maxBodyBytes);
        return List.of(
                route(KeyHandlers.ALL, AdminPaths.KEYS, "", Access.ADMIN, keys::all, door),
                route(KeyHandlers.ONE, AdminPaths.KEYS, "/*", Access.ADMIN, keys::one, door),
                route(READ, AdminPaths.AUDIT, "", Access.ADMIN, this::audit, door));
    }

    /// Everything, on a port of its own.
    public void register(HttpRouting.Builder routing, Door door) {
        Routes.register(
                routing,
                Stream.concat(administration(door).stream(), usage(door).stream()).toList());
    }

    /// Everything, on the owner's socket: whoever comes this way may do everything.
    public void configure(WebServerConfig.Builder socket) {
        socket.directHandlers(TransportErrors.handlers())
                .addConnectionSelector(
                        Http1ConnectionSelector.builder().config(Http1Config.create()).build())
                .routing(routing -> register(routing, Door.ofOwner()));
    }

    private void audit(Call call) {
        QueryParameters query = new QueryParameters(call.request().query().toMap());
        call.json(Json.bytes(desks.audit().list(call.caller(), query)));
    }

    private Route route(
            List<Method> methods,
            String endpoint,
            String below,
            Access access,
            CallHandler handler,
            Door door) {
        Reception reception = new Reception(new Doorkeeper(door, metrics), calls, clock);
        return new Route(
                methods,
                endpoint + below,
                access,
                new ApiHandler(
                        endpoint, access, handler, reception, calls, metrics, Telemetry.NONE));
    }
}
