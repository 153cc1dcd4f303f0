package dev.passerelle.registry.hub;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request that reached a fake hub.
///
/// @param server which of its two servers
/// @param target path and query as sent
/// @param headers by lower-case name
public record RecordedRequest(
        Server server, String method, String target, Map<String, String> headers) {

    /// The two servers of a fake hub.
    public enum Server {
        /// Its API, and files by name.
        HUB,
        /// Large files by digest.
        STORAGE
    }

    /// The path as sent, without the query.
    public String path() {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    public @Nullable String header(String name) {
        return headers.get(name);
    }

    public @Nullable String authorization() {
        return headers.get("authorization");
    }

    public @Nullable String range() {
        return headers.get("range");
    }
}
