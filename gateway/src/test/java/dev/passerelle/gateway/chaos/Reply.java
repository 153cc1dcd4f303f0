package dev.passerelle.gateway.chaos;

import dev.passerelle.gateway.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a client got, to the end of its connection.
///
/// @param body without the framing of chunks
/// @param complete whether the body ended as its framing says
record Reply(int status, List<String> head, String body, boolean complete) {
    static final String DONE = "data: [DONE]\n\n";

    /// Sends a request that is to be the connection's last, and reads its answer.
    static Reply to(int port, String path, String key, String headers, String body)
            throws IOException {
        return of(port, request(path, key, headers, body));
    }

    static Reply get(int port, String path) throws IOException {
        return of(port, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".formatted(path));
    }

    private static Reply of(int port, String request) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(request);
            List<String> head = client.head();
            int status = Integer.parseInt(head.getFirst().split(" ")[1]);
            byte[] rest = client.in().readAllBytes();
            Optional<String> length = header(head, "content-length");
            if (length.isPresent()) {
                boolean whole = rest.length == Integer.parseInt(length.get());
                return new Reply(status, head, new String(rest, StandardCharsets.UTF_8), whole);
            }
            return chunked(status, head, new String(rest, StandardCharsets.ISO_8859_1));
        }
    }

    static String request(String path, String key, String headers, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return "POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer %s\r\n%sContent-Length: %d\r\n\r\n%s"
                .formatted(path, key, headers, length, body);
    }

    private static Reply chunked(int status, List<String> head, String raw) {
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (raw.indexOf("\r\n", at) > 0) {
            int end = raw.indexOf("\r\n", at);
            int size = Integer.parseInt(raw.substring(at, end).strip(), 16);
            if (size == 0) {
                return new Reply(status, head, body.toString(), true);
            }
            int from = end + 2;
            body.append(raw, Math.min(from, raw.length()), Math.min(from + size, raw.length()));
            at = Math.min(from + size + 2, raw.length());
        }
        return new Reply(status, head, body.toString(), false);
    }

    Optional<String> header(String name) {
        return header(head, name);
    }

    private static Optional<String> header(List<String> head, String name) {
        String begin = name + ":";
        return head.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(begin))
                .map(line -> line.substring(begin.length()).strip())
                .findFirst();
    }
}
