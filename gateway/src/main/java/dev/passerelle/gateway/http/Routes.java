package dev.passerelle.gateway.http;

import dev.passerelle.gateway.answer.Via;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.cache.ResponseCache;
import dev.passerelle.gateway.catalogue.Catalogue;
import dev.passerelle.gateway.metrics.GatewayMetrics;
import dev.passerelle.gateway.openai.ApiException.MethodNotAllowed;
import dev.passerelle.gateway.openai.ApiException.UnknownPath;
import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.routing.Routing;
import dev.passerelle.gateway.telemetry.Telemetry;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Which address is answered by what.
public final class Routes {
    private static final List<Method> CALL = List.of(Method.POST);
    private static final List<Endpoint> ANSWERED =
            List.of(Endpoint.CHAT_COMPLETIONS, Endpoint.COMPLETIONS, Endpoint.EMBEDDINGS);
    private static final List<Method> READ = List.of(Method.GET, Method.HEAD);

    private final List<Route> table = new ArrayList<>();
    private final CallsInFlight calls;
    private final GatewayMetrics metrics;
    private final Telemetry telemetry;
    private final Doorkeeper keeper;
    private final Reception reception;

    /// @param administration what else is answered
    public Routes(
            ServedModels models,
            Routing routing,
            ResponseCache cache,
            Catalogue catalogue,
            CallsInFlight calls,
            GatewayMetrics metrics,
            Telemetry telemetry,
            Door door,
            List<Route> administration,
            InstantSource clock,
            long maxBodyBytes) {
        this.calls = calls;
        this.metrics = metrics;
        this.telemetry = telemetry;
        this.keeper = new Doorkeeper(door, metrics);
        this.reception = new Reception(keeper, calls, clock);
        api(routing, cache, door, maxBodyBytes);
        reads(
                new OperationsHandlers(models, routing.router(), calls, metrics),
                new CatalogueHandlers(catalogue),
                new PageHandlers(PageFiles.ofClassPath()));
        table.addAll(administration);
    }

    private void api(Routing routing, ResponseCache cache, Door door, long maxBodyBytes) {
        Via here = Via.fresh();
        for (Endpoint endpoint : ANSWERED) {
            call(
                    CALL,
                    endpoint.path(),
                    "",
                    Access.USE,
                    new AnswerHandler(
                            endpoint,
                            routing.router(),
                            routing.dispatcher(),
                            cache,
                            door,
                            here,
                            metrics,
                            maxBodyBytes));
        }
        ModelHandlers list = new ModelHandlers(routing.router());
        call(READ, Endpoint.MODELS.path(), "", Access.READ, list::list);
        call(READ, Endpoint.MODELS.path(), "/*", Access.READ, list::one);
    }

    private void reads(
            OperationsHandlers operations, CatalogueHandlers catalogue, PageHandlers page) {
        table.add(new Route(READ, "/health/live", Access.PUBLIC, operations::live));
        table.add(new Route(READ, "/health/ready", Access.PUBLIC, operations::ready));
        read("/metrics", "/metrics", Access.METRICS, operations::scrape);
        String list = CatalogueHandlers.PATH;
        read(list, list, Access.CATALOGUE, catalogue::list);
        read(list + "/*", list, Access.CATALOGUE, catalogue::one);
        read("/", PageHandlers.ENDPOINT, Access.PUBLIC, page::index);
        read(PageHandlers.BELOW + "*", PageHandlers.ENDPOINT, Access.PUBLIC, page::file);
    }

    /// @param endpoint what requests are counted as, and where they go
    /// @param below what follows it in the path
    private void call(
            List<Method> methods,
            String endpoint,
            String below,
            Access access,
            CallHandler handler) {
        table.add(
                new Route(
                        methods,
                        endpoint + below,
                        access,
                        new ApiHandler(
                                endpoint, access, handler, reception, calls, metrics, telemetry)));
    }

    /// @param endpoint what requests are counted as
    private void read(String path, String endpoint, Access access, ReadHandler.Reader reader) {
        table.add(
                new Route(
                        READ,
                        path,
                        access,
                        new ReadHandler(endpoint, access, reader, keeper, metrics)));
    }

    /// Every address there is, in the order in which they are tried.
    public List<Route> table() {
        return List.copyOf(table);
    }

    public void register(HttpRouting.Builder routing) {
        register(routing, table);
    }

    static void register(HttpRouting.Builder routing, List<Route> table) {
        routing.addFilter(new RequestIds());
        routing.addFilter(new SecurityHeaders());
        Map<String, List<Route>> byPath =
                table.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Route::path, LinkedHashMap::new, Collectors.toList()));
        byPath.forEach((path, routes) -> register(routing, path, routes));
        routing.any(Routes::unknownPath);
    }

    private static void register(HttpRouting.Builder routing, String path, List<Route> routes) {
        for (Route route : routes) {
            route.methods().forEach(method -> routing.route(method, path, route.handler()));
        }
        String allowed =
                routes.stream()
                        .flatMap(route -> route.methods().stream())
                        .map(Method::text)
                        .collect(Collectors.joining(", "));
        routing.any(
                path,
                (request, response) -> {
                    String message =
                            "Invalid method %s for %s: use %s."
                                    .formatted(request.prologue().method().text(), path, allowed);
                    ErrorAnswer.of(new MethodNotAllowed(message, allowed)).send(request, response);
                });
    }

    private static void unknownPath(ServerRequest request, ServerResponse response) {
        String message =
                "Unknown request URL: %s %s. The API is under /v1, the catalogue at /api/catalogue."
                        .formatted(request.prologue().method().text(), request.path().path());
        ErrorAnswer.of(new UnknownPath(message)).send(request, response);
    }
}
