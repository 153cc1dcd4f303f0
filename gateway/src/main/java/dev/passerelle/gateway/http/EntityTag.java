package dev.passerelle.gateway.http;

import dev.passerelle.registry.Digest;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Arrays;
import java.util.List;

/// Names of contents, so that a client that has them isn't sent them again (RFC 9110, 8.8.3).
final class EntityTag {

    private static final int DIGITS = 32;

    private EntityTag() {}

    /// The strong tag of some bytes: the beginning of their SHA-256.
    static String of(byte[] content) {
        String hash = Digest.Algorithm.SHA_256.of(content).hex();
        return "\"" + hash.substring(0, DIGITS) + "\"";
    }

    /// Tags an answer, and answers 304 if the client has it already.
    ///
    /// @return whether that is the whole answer
    static boolean matches(ServerRequest request, ServerResponse response, String tag) {
        response.header(HeaderNames.ETAG, tag);
        response.header(HeaderNames.CACHE_CONTROL, "no-cache");
        List<String> held = request.headers().values(HeaderNames.IF_NONE_MATCH);
        boolean same =
                held.stream()
                        .flatMap(list -> Arrays.stream(list.split(",")))
                        .map(String::strip)
                        .anyMatch(one -> one.equals("*") || weak(one).equals(tag));
        if (same) {
            response.status(Status.NOT_MODIFIED_304).send();
        }
        return same;
    }

    private static String weak(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
