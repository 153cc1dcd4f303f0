package dev.passerelle.gateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where other servers and web sites are.
final class Addresses {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern ORIGIN =
            Pattern.compile("https?://[a-z0-9.-]+(:\\d{1,5})?|https?://\\[[0-9a-f:]+](:\\d{1,5})?");

    /// A web address whose answers nobody on the way can change.
    static final ValueType<URI> WEB =
            new ValueType<>(
                    "an address that begins with `https://`, or `http://` on this machine",
                    text -> uri(text).filter(Addresses::safe));

    /// Where a server's API begins. What is wrong with one isn't shown: a password may be in it.
    static final ValueType<URI> API =
            ValueType.secret(
                    "an address such as `https://host/v1`, without user, query or fragment",
                    text -> uri(text).filter(Addresses::api).map(Addresses::withoutSlash));

    static final ValueType<List<String>> ORIGINS =
            ValueType.list(
                    "a list of origins such as `https://chat.example.com`",
                    text ->
                            Optional.of(ValueType.elements(text))
                                    .filter(origins ->
                                            origins.stream()
                                                    .allMatch(origin ->
                                                            ORIGIN.matcher(origin).matches())));

    static final ValueType<URI> REDIS =
            ValueType.secret(
                    "an address such as `redis://:password@host:6379/0`, or `rediss://` with TLS",
                    text -> uri(text).filter(Addresses::redis));

    static final ValueType<String> JDBC =
            ValueType.secret(
                    "a JDBC URL that begins with `jdbc:postgresql:` or `jdbc:h2:`",
                    text ->
                            Optional.of(text)
                                    .filter(url ->
                                            Stream.of("jdbc:postgresql:", "jdbc:h2:")
                                                    .anyMatch(url::startsWith)));

    private Addresses() {}

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text)).filter(uri -> uri.getHost() != null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean safe(URI uri) {
        return "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && loopback(uri));
    }

    /// Whether only this machine is reached.
    static boolean loopback(URI uri) {
        return LOOPBACK.contains(uri.getHost());
    }

    private static boolean api(URI uri) {
        return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }

    private static URI withoutSlash(URI uri) {
        String text = uri.toString();
        return text.endsWith("/") ? URI.create(text.replaceFirst("/+$", "")) : uri;
    }

    private static boolean redis(URI uri) {
        return "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
    }
}
