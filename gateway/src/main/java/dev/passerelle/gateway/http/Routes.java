package dev.passerelle.gateway.http;

import dev.passerelle.gateway.backend.ServedModels;
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

/// Which address is answered by what.
public final class Routes {
    private final TextHandlers texts;
    private final EmbeddingHandler embeddings;
    private final ModelHandlers list;
    private final OperationsHandlers operations;
    private final CallsInFlight calls;
    private final GatewayMetrics metrics;

    public Routes(
            ServedModels models,
            CallsInFlight calls,
            GatewayMetrics metrics,
            InstantSource clock,
            long maxBodyBytes) {
        this.texts = new TextHandlers(models, metrics, clock, maxBodyBytes);
        this.embeddings = new EmbeddingHandler(models, metrics, maxBodyBytes);
        this.list = new ModelHandlers(models);
        this.operations = new OperationsHandlers(models, calls, metrics);
        this.calls = calls;
        this.metrics = metrics;
    }

    public void register(HttpRouting.Builder routing) {
        routing.addFilter(new RequestIds());
        api(routing, Method.POST, "", Endpoint.CHAT_COMPLETIONS, texts::chat);
        api(routing, Method.POST, "", Endpoint.COMPLETIONS, texts::completion);
        api(routing, Method.POST, "", Endpoint.EMBEDDINGS, embeddings);
        api(routing, Method.GET, "", Endpoint.MODELS, list::list);
        api(routing, Method.GET, "/*", Endpoint.MODELS, list::one);
        only(routing, Method.GET, "/health/live", operations::live);
        only(routing, Method.GET, "/health/ready", operations::ready);
        only(routing, Method.GET, "/metrics", operations::scrape);
        routing.any(Routes::unknownPath);
    }

    private void api(
            HttpRouting.Builder routing,
            Method method,
            String below,
            Endpoint endpoint,
            CallHandler handler) {
        String path = endpoint.path() + below;
        only(routing, method, path, new ApiHandler(endpoint, handler, calls, metrics));
    }

    private static void only(
            HttpRouting.Builder routing, Method method, String path, Handler handler) {
        routing.route(method, path, handler);
        routing.any(
                path,
                (request, response) -> {
                    String message =
                            "Invalid method %s for %s: use %s."
                                    .formatted(
                                            request.prologue().method().text(),
                                            path,
                                            method.text());
                    ErrorAnswer.of(new MethodNotAllowed(message, method.text())).send(response);
                });
    }

    private static void unknownPath(ServerRequest request, ServerResponse response) {
        String message =
                "Unknown request URL: %s %s. The API is under /v1."
                        .formatted(request.prologue().method().text(), request.path().path());
        ErrorAnswer.of(new UnknownPath(message)).send(response);
    }
}
