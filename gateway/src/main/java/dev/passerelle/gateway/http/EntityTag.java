package dev.passerelle.gateway.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Names of contents, so that a client that has them isn't sent them again (RFC 9110, 8.8.3).
final class EntityTag {

    private static final int BYTES = 16;

    private EntityTag() {}

    /// The strong tag of some bytes: the beginning of their SHA-256.
    static String of(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return "\"" + HexFormat.of().formatHex(hash, 0, BYTES) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
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
