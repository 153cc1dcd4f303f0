package dev.passerelle.loadtests.plan.reading;

import static dev.passerelle.loadtests.plan.reading.ValueType.require;

import java.net.URI;
import java.util.Optional;

/// Where servers are. What is wrong with an address isn't shown: a password may be in it.
final class Addresses {
    /// Where an API begins.
    static final ValueType<URI> API =
            new ValueType<>(
                    "URL",
                    "an address such as `http://127.0.0.1:8080/v1`, without user, query or fragment",
                    ValueType.Form.HIDDEN,
                    text -> withoutSlash(uri(text)));

    /// An address, or none for `off`.
    static final ValueType<Optional<URI>> METRICS =
            new ValueType<>(
                    "URL",
                    "an address such as `http://127.0.0.1:8080/metrics`, or `off`",
                    ValueType.Form.HIDDEN,
                    text -> "off".equals(text) ? Optional.empty() : Optional.of(uri(text)));

    private Addresses() {}

    private static URI uri(String text) {
        URI uri = URI.create(text);
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean bare = uri.getRawUserInfo() == null && uri.getRawFragment() == null;
        return require(uri, web && bare && uri.getHost() != null && uri.getRawQuery() == null);
    }

    private static URI withoutSlash(URI uri) {
        return URI.create(uri.toString().replaceFirst("/+$", ""));
    }
}
