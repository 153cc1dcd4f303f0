package dev.passerelle.loadtests.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.passerelle.loadtests.plan.Endpoint;
import dev.passerelle.loadtests.plan.ScenarioException;
import dev.passerelle.loadtests.plan.Target;
import dev.passerelle.loadtests.workload.Ask;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Writes requests. What is the same for all of one endpoint is written once.
final class RequestHeads {
    private static final String VERSION =
            Objects.requireNonNullElse(
                    RequestHeads.class.getPackage().getImplementationVersion(), "dev");

    private final Map<Endpoint, byte[]> whole = new EnumMap<>(Endpoint.class);
    private final Map<Endpoint, byte[]> streamed = new EnumMap<>(Endpoint.class);
    private final boolean hasAuthorization;

    RequestHeads(Target target, Origin origin) {
        target.keys().forEach(key -> check("a key", key));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Host", origin.authority());
        headers.put("User-Agent", "passerelle-loadtest/" + VERSION);
        headers.put("Accept", "application/json");
        headers.put("Content-Type", "application/json");
        if (!target.keepAlive()) {
            headers.put("Connection", "close");
        }
        headers.putAll(target.headers());
        headers.forEach(RequestHeads::check);
        hasAuthorization = headers.containsKey("Authorization");
        for (Endpoint endpoint : Endpoint.values()) {
            whole.put(endpoint, start(target, endpoint, headers));
        }
        // fields after a stream say where the server's time went
        headers.merge("TE", "trailers", (given, ours) -> given);
        headers.merge("Connection", "TE", (given, ours) -> given + ", " + ours);
        for (Endpoint endpoint : Endpoint.values()) {
            streamed.put(endpoint, start(target, endpoint, headers));
        }
    }

    private static byte[] start(Target target, Endpoint endpoint, Map<String, String> headers) {
        String path = Objects.requireNonNullElse(target.url().getRawPath(), "");
        path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        String query = target.url().getRawQuery();
        StringBuilder start = new StringBuilder("POST ").append(path).append(endpoint.path());
        if (query != null) {
            start.append('?').append(query);
        }
        start.append(" HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> start.append(name).append(": ").append(value).append("\r\n"));
        return start.toString().getBytes(ISO_8859_1);
    }

    private static void check(String name, String value) {
        if (!value.chars().allMatch(c -> c >= ' ' && c < 256 && c != 127)) {
            throw new ScenarioException(
                    "The value of "
                            + name
                            + " holds a line break, a control character or one beyond Latin-1: "
                            + "HTTP can't send it.");
        }
    }

    /// Head and body in one, to be sent at once.
    byte[] message(Ask ask) {
        byte[] start =
                Objects.requireNonNull((ask.stream() ? streamed : whole).get(ask.endpoint()));
        String key = ask.key();
        String rest =
                (key == null || hasAuthorization ? "" : "Authorization: Bearer " + key + "\r\n")
                        + "Content-Length: "
                        + ask.body().length
                        + "\r\n\r\n";
        byte[] end = rest.getBytes(ISO_8859_1);
        byte[] message = new byte[start.length + end.length + ask.body().length];
        System.arraycopy(start, 0, message, 0, start.length);
        System.arraycopy(end, 0, message, start.length, end.length);
        System.arraycopy(ask.body(), 0, message, start.length + end.length, ask.body().length);
        return message;
    }
}
