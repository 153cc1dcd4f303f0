package dev.passerelle.registry.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/// The proxies through which addresses are reached.
///
/// @param https for `https:` addresses; null to reach them directly
/// @param http for `http:` addresses
/// @param direct hosts that are reached directly, with all names below them; `*` are all
public record Proxies(@Nullable Proxy https, @Nullable Proxy http, List<String> direct) {

    static final Proxies NONE = new Proxies(null, null, List.of());

    /// @param user null for a proxy that asks for none
    record Proxy(HttpHost host, @Nullable String user, String password) {
        /// All but the password.
        @Override
        public String toString() {
            return host + (user == null ? "" : " with a user");
        }
    }

    /// @throws IllegalArgumentException if a variable's value can't be used; it says which
    static Proxies from(HubVariables variables) {
        String direct = variables.first("no_proxy", "NO_PROXY");
        return new Proxies(
                proxy(variables, "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"),
                proxy(variables, "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"),
                Stream.of((direct == null ? "" : direct).split("[,\\s]+"))
                        .map(host -> host.toLowerCase(Locale.ROOT).replaceFirst("^\\.", ""))
                        .filter(host -> !host.isEmpty())
                        .toList());
    }

    /// The proxy for an address; null if it is reached directly.
    @Nullable Proxy of(HttpHost target) {
        Proxy proxy = "https".equalsIgnoreCase(target.getSchemeName()) ? https : http;
        String host = target.getHostName().toLowerCase(Locale.ROOT);
        return proxy == null || direct.stream().anyMatch(entry -> covers(entry, host))
                ? null
                : proxy;
    }

    Stream<Proxy> all() {
        return Stream.of(https, http).flatMap(Stream::ofNullable).distinct();
    }

    private static boolean covers(String entry, String host) {
        return entry.equals("*") || host.equals(entry) || host.endsWith("." + entry);
    }

    private static @Nullable Proxy proxy(HubVariables variables, String... names) {
        String set = variables.first(names);
        if (set == null || set.isBlank()) {
            return null;
        }
        String text = set.strip();
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return proxy(uri);
            }
        } catch (URISyntaxException | IllegalArgumentException _) {
            // said below
        }
        throw new IllegalArgumentException(
                "%s must be http://host:port or http://user:password@host:port, percent-encoded, or not be set"
                        .formatted(variables.nameOf(names)));
    }

    private static Proxy proxy(URI uri) {
        int standard = uri.getScheme().equals("https") ? 443 : 80;
        HttpHost host =
                new HttpHost(
                        uri.getScheme(),
                        uri.getHost(),
                        uri.getPort() < 0 ? standard : uri.getPort());
        if (uri.getRawUserInfo() == null) {
            return new Proxy(host, null, "");
        }
        String[] parts = uri.getRawUserInfo().split(":", 2);
        return new Proxy(host, decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
