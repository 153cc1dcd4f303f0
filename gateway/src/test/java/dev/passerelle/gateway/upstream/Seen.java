package dev.passerelle.gateway.upstream;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A request as an upstream got it.
///
/// @param method of the request line
/// @param path of the request line, with its query
/// @param headers lines as sent
/// @param body bytes as sent, read as UTF-8
/// @param departed completes with `System.nanoTime` when the connection it came on ends, which is
///   its client's doing unless the script ended it
public record Seen(
        String method,
        String path,
        List<String> headers,
        String body,
        CompletableFuture<Long> departed) {

    /// The value of a header's first line.
    public Optional<String> header(String name) {
        String begin = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(begin))
                .map(line -> line.substring(begin.length()).strip())
                .findFirst();
    }

    public JsonNode json() {
        return JsonMapper.shared().readTree(body);
    }

    /// Whether it asks for events.
    public boolean streaming() {
        return json().path("stream").asBoolean(false);
    }

    /// Whether it asks for the usage of a stream.
    public boolean wantsUsage() {
        return json().path("stream_options").path("include_usage").asBoolean(false);
    }

    /// How many bytes its body has.
    public int length() {
        return body.getBytes(StandardCharsets.UTF_8).length;
    }
}
