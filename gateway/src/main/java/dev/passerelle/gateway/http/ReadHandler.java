package dev.passerelle.gateway.http;

import dev.passerelle.gateway.openai.ApiException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// The frame around a read that no model works for: what it refuses is an error answer.
///
/// @param handler refuses by throwing, before it answers
record ReadHandler(Handler handler) implements Handler {

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws Exception {
        try {
            handler.handle(request, response);
        } catch (ApiException refusal) {
            ErrorAnswer.of(refusal).send(request, response);
        }
    }
}
