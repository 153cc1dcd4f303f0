package dev.passerelle.gateway.http;

import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.metrics.GatewayMetrics;
import dev.passerelle.gateway.openai.Json;
import dev.passerelle.gateway.routing.Router;
import dev.passerelle.gateway.tenancy.Caller;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;

/// What a platform asks: alive, ready, how busy.
record OperationsHandlers(
        ServedModels models, Router router, CallsInFlight calls, GatewayMetrics metrics) {
    private static final String RETRY_AFTER_SECONDS = "5";

    void live(ServerRequest request, ServerResponse response) {
        Answers.json(request, response, Json.bytes(Map.of("status", "up")));
    }

    /// 200 when requests should be sent here, else 503; the body tells of each model and
    /// deployment.
    void ready(ServerRequest request, ServerResponse response) {
        Readiness readiness = Readiness.of(models, router.table(), calls.draining());
        response.status(readiness.ready() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503);
        if (!readiness.ready()) {
            response.header(HeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        Answers.json(request, response, Json.bytes(readiness));
    }

    void scrape(ServerRequest request, ServerResponse response, Caller caller) {
        response.header(HeaderNames.CONTENT_TYPE, metrics.mediaType());
        Answers.send(request, response, metrics.scrape());
    }
}
