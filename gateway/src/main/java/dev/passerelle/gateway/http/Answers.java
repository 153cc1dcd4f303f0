package dev.passerelle.gateway.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;

/// Whole answers.
final class Answers {
    private Answers() {}

    static void json(ServerResponse response, byte[] body) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(body);
    }
}
