package dev.passerelle.gateway.http;

import dev.passerelle.gateway.backend.ModelState;
import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.metrics.GatewayMetrics;
import dev.passerelle.gateway.openai.Json;
import dev.passerelle.gateway.tenancy.Caller;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a platform asks: alive, ready, how busy.
record OperationsHandlers(ServedModels models, CallsInFlight calls, GatewayMetrics metrics) {

    void live(ServerRequest request, ServerResponse response) {
        Answers.json(request, response, Json.bytes(Map.of("status", "up")));
    }

    /// 200 when each model that loads at start is ready or has failed, one model at least works,
    /// and the server isn't stopping; else 503. The body names each model's state.
    void ready(ServerRequest request, ServerResponse response) {
        boolean ready = models.areReady() && !calls.draining();
        Map<String, String> states = new LinkedHashMap<>();
        models.all().forEach(model -> states.put(model.id(), state(model)));
        String status = ready ? "ready" : calls.draining() ? "draining" : "not ready";
        response.status(ready ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503);
        Answers.json(request, response, Json.bytes(new Readiness(status, states)));
    }

    void scrape(ServerRequest request, ServerResponse response, Caller caller) {
        response.header(HeaderNames.CONTENT_TYPE, metrics.mediaType());
        Answers.send(request, response, metrics.scrape());
    }

    private static String state(ServedModel model) {
        return model.state() instanceof ModelState.Failed(String reason)
                ? "failed: " + reason
                : model.state().phase();
    }

    private record Readiness(String status, Map<String, String> models) {}
}
