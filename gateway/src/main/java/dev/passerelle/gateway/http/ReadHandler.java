package dev.passerelle.gateway.http;

import dev.passerelle.gateway.metrics.GatewayMetrics;
import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.tenancy.Caller;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// The frame around a read that goes on while the server stops: counts it, asks who calls where
/// that matters, and makes an error answer of what is refused.
///
/// @param endpoint what it is counted as
record ReadHandler(
        String endpoint, Access access, Reader reader, Doorkeeper keeper, GatewayMetrics metrics)
        implements Handler {
    private static final double NANOS = 1e9;

    /// Answers a read; refuses by throwing, before it answers.
    @FunctionalInterface
    interface Reader {
        void answer(ServerRequest request, ServerResponse response, Caller caller);
    }

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

    private void answer(ServerRequest request, ServerResponse response)
            throws InterruptedException {
        try {
            Caller caller = keeper.identify(request, access);
            keeper.check(caller, access);
            reader.answer(request, response, caller);
        } catch (ApiException refusal) {
            ErrorAnswer.of(refusal).send(request, response);
        }
    }
}
