package dev.passerelle.gateway.http;

import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.catalogue.Catalogue;
import dev.passerelle.gateway.metrics.GatewayMetrics;
import dev.passerelle.gateway.openai.ApiException.MethodNotAllowed;
import dev.passerelle.gateway.openai.ApiException.UnknownPath;
import dev.passerelle.gateway.openai.Endpoint;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/// Which address is answered by what.
public final class Routes {
    private static final List<Method> CALL = List.of(Method.POST);
    private static final List<Method> READ = List.of(Method.GET, Method.HEAD);

    private final TextHandlers texts;
    private final EmbeddingHandler embeddings;
    private final ModelHandlers list;
    private final OperationsHandlers operations;
    private final CatalogueHandlers catalogue;
    private final PageHandlers page;
    private final CallsInFlight calls;
    private final GatewayMetrics metrics;

    public Routes(
            ServedModels models,
            Catalogue catalogue,
            CallsInFlight calls,
            GatewayMetrics metrics,
            InstantSource clock,
            long maxBodyBytes) {
        this.texts = new TextHandlers(models, metrics, clock, maxBodyBytes);
        this.embeddings = new EmbeddingHandler(models, metrics, maxBodyBytes);
        this.list = new ModelHandlers(models);
        this.operations = new OperationsHandlers(models, calls, metrics);
        this.catalogue = new CatalogueHandlers(catalogue);
        this.page = new PageHandlers(PageFiles.ofClassPath());
        this.calls = calls;
        this.metrics = metrics;
    }

    public void register(HttpRouting.Builder routing) {
        routing.addFilter(new RequestIds());
        routing.addFilter(new SecurityHeaders());
        api(routing, CALL, "", Endpoint.CHAT_COMPLETIONS, texts::chat);
        api(routing, CALL, "", Endpoint.COMPLETIONS, texts::completion);
        api(routing, CALL, "", Endpoint.EMBEDDINGS, embeddings);
        api(routing, READ, "", Endpoint.MODELS, list::list);
        api(routing, READ, "/*", Endpoint.MODELS, list::one);
        only(routing, READ, "/health/live", operations::live);
        only(routing, READ, "/health/ready", operations::ready);
        only(routing, READ, "/metrics", operations::scrape);
        only(routing, READ, CatalogueHandlers.PATH, read(CatalogueHandlers.PATH, catalogue::list));
        only(
                routing,
                READ,
                CatalogueHandlers.PATH + "/*",
                read(CatalogueHandlers.PATH, catalogue::one));
        only(routing, READ, "/", read(PageHandlers.ENDPOINT, page::index));
        only(routing, READ, PageHandlers.BELOW + "*", read(PageHandlers.ENDPOINT, page::file));
        routing.any(Routes::unknownPath);
    }

    private ReadHandler read(String endpoint, Handler handler) {
        return new ReadHandler(endpoint, handler, metrics);
    }

    private void api(
            HttpRouting.Builder routing,
            List<Method> methods,
            String below,
            Endpoint endpoint,
            CallHandler handler) {
        String path = endpoint.path() + below;
        only(routing, methods, path, new ApiHandler(endpoint, handler, calls, metrics));
    }

    private static void only(
            HttpRouting.Builder routing, List<Method> methods, String path, Handler handler) {
        String allowed = methods.stream().map(Method::text).collect(Collectors.joining(", "));
        methods.forEach(method -> routing.route(method, path, handler));
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
