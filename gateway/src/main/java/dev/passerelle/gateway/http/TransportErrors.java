package dev.passerelle.gateway.http;

import dev.passerelle.gateway.openai.Identifiers;
import dev.passerelle.gateway.openai.WireError;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/// Errors of requests that never reach a handler, because they aren't proper HTTP: in OpenAI's
/// shape too.
public final class TransportErrors implements DirectHandler {

    public static DirectHandlers handlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        TransportErrors errors = new TransportErrors();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, errors);
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        boolean ours = status.code() >= Status.INTERNAL_SERVER_ERROR_500.code();
        WireError error =
                new WireError(
                        message == null || message.isEmpty() ? status.reasonPhrase() : message,
                        ours ? "server_error" : "invalid_request_error",
                        null,
                        ours ? "internal_error" : "invalid_http");
        if (!headers.contains(RequestIds.HEADER)) {
            headers.set(RequestIds.HEADER, Identifiers.fresh("req_"));
        }
        headers.set(HeaderNames.CONTENT_TYPE, "application/json");
        headers.set(SecurityHeaders.NO_SNIFFING);
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .keepAlive(false)
                .entity(error.encode())
                .build();
    }
}
