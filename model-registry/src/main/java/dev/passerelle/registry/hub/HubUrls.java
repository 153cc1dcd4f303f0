package dev.passerelle.registry.hub;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Addresses at a hub.
record HubUrls(URI endpoint) {

    /// Commit and files of a revision.
    URI model(String repository, String revision) {
        return at(
                "/api/models/"
                        + path(repository)
                        + "/revision/"
                        + encode(revision)
                        + "?blobs=true");
    }

    /// First page of the tree of a commit.
    URI tree(String repository, String commit) {
        return at(
                "/api/models/"
                        + path(repository)
                        + "/tree/"
                        + commit
                        + "?recursive=true&expand=false");
    }

    /// A file of a commit.
    URI resolve(String repository, String commit, String file) {
        return at("/" + path(repository) + "/resolve/" + commit + "/" + path(file));
    }

    /// Where people read about a repository and accept its licence.
    String page(String repository) {
        return endpoint + "/" + repository;
    }

    /// Whether an address is the hub's own, which may see the token.
    boolean isHub(URI uri) {
        return endpoint.getScheme().equalsIgnoreCase(uri.getScheme())
                && endpoint.getHost().equalsIgnoreCase(uri.getHost())
                && port(endpoint) == port(uri);
    }

    private URI at(String path) {
        return URI.create(endpoint + path);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    }

    private static String path(String names) {
        return Stream.of(names.split("/", -1))
                .map(HubUrls::encode)
                .collect(Collectors.joining("/"));
    }

    /// Percent-encodes all but what RFC 3986 calls unreserved.
    private static String encode(String name) {
        StringBuilder text = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean unreserved =
                    (b >= 'a' && b <= 'z')
                            || (b >= 'A' && b <= 'Z')
                            || (b >= '0' && b <= '9')
                            || "-._~".indexOf(b) >= 0;
            text.append(unreserved ? String.valueOf((char) b) : "%%%02X".formatted(b));
        }
        return text.toString();
    }
}
