package dev.passerelle.gateway.http;

import dev.passerelle.gateway.metrics.GatewayMetrics;
import dev.passerelle.gateway.openai.ApiException;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// The frame around a read that no model works for: counts it, and makes an error answer of what it
/// refuses.
///
/// @param endpoint what it is counted as
/// @param handler refuses by throwing, before it answers
record ReadHandler(String endpoint, Handler handler, GatewayMetrics metrics) implements Handler {
    private static final double NANOS = 1e9;

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws Exception {
        long start = System.nanoTime();
        metrics.started(endpoint);
        int status = Status.INTERNAL_SERVER_ERROR_500.code();
        try {
            answer(request, response);
            status = response.status().code();
        } finally {
            metrics.ended(endpoint, "", status, (System.nanoTime() - start) / NANOS);
        }
    }

    private void answer(ServerRequest request, ServerResponse response) throws Exception {
        try {
            handler.handle(request, response);
        } catch (ApiException refusal) {
            ErrorAnswer.of(refusal).send(request, response);
        }
    }
}
