package dev.passerelle.gateway.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// Whole answers. HEAD gets the headers that GET would, and no body, which Helidon leaves to us.
final class Answers {
    private static final byte[] NOTHING = {};

    private Answers() {}

    static void json(ServerRequest request, ServerResponse response, byte[] body) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        send(request, response, body);
    }

    static void send(ServerRequest request, ServerResponse response, byte[] body) {
        if (request.prologue().method().equals(Method.HEAD)) {
            response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
            response.send(NOTHING);
        } else {
            response.send(body);
        }
    }
}
