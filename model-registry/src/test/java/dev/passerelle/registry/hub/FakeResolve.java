package dev.passerelle.registry.hub;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `GET /{repository}/resolve/{revision}/{path}`: small files themselves, and where large ones are.
final class FakeResolve implements HttpListener.Handler {

    private static final Pattern RESOLVE =
            Pattern.compile(
                    "/(?:api/resolve-cache/models/([^/]+/[^/]+)|([^/]+/[^/]+)/resolve)/([^/]+)/(.+)");

    private final FakeHub hub;
    private final ByteServing bytes;

    FakeResolve(FakeHub hub, ByteServing bytes) {
        this.hub = hub;
        this.bytes = bytes;
    }

    @Override
    public void answer(Exchange exchange) throws IOException, InterruptedException {
        Matcher match = RESOLVE.matcher(exchange.request().path());
        if (!match.matches()) {
            HubAnswers.refuse(exchange, 404, "", "Sorry, we can't find the page");
            return;
        }
        boolean cached = match.group(1) != null;
        FakeRepository repository = hub.find(match.group(cached ? 1 : 2));
        if (HubAnswers.refused(exchange, repository, true) || repository == null) {
            return;
        }
        String revision = HubAnswers.decode(match.group(3));
        String path = HubAnswers.decode(match.group(4));
        String commit = repository.commit(revision).orElse(null);
        FakeFile file = commit == null ? null : repository.files(commit).get(path);
        if (commit == null) {
            HubAnswers.noRevision(exchange, revision);
        } else if (file == null) {
            HubAnswers.refuse(exchange, 404, "EntryNotFound", "Entry not found");
        } else {
            file(exchange, new Resolved(repository.name(), commit, path, file), cached);
        }
    }

    private record Resolved(String repository, String commit, String path, FakeFile file) {}

    private void file(Exchange exchange, Resolved resolved, boolean cached)
            throws IOException, InterruptedException {
        Fault.OfHub fault =
                exchange.isHead()
                        ? null
                        : hub.next(Fault.OfHub.class, resolved.repository(), resolved.path());
        if (HubAnswers.answered(exchange, fault)) {
            return;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(
                "X-Repo-Commit",
                fault instanceof Fault.OtherCommit(String other) ? other : resolved.commit());
        if (fault instanceof Fault.Redirect(String location)) {
            linked(headers, resolved.file(), fault);
            redirect(exchange, 302, headers, location);
        } else if (resolved.file().large()) {
            linked(headers, resolved.file(), fault);
            redirect(exchange, 302, headers, storage(resolved));
        } else if (hub.relativeRedirects() && !cached) {
            linked(headers, resolved.file(), fault);
            redirect(exchange, 307, headers, cache(exchange, resolved));
        } else {
            headers.put("ETag", '"' + etag(resolved.file(), fault) + '"');
            serve(exchange, resolved, headers);
        }
    }

    private void serve(Exchange exchange, Resolved resolved, Map<String, String> headers)
            throws IOException, InterruptedException {
        Fault.OfBytes fault =
                exchange.isHead()
                        ? null
                        : hub.next(Fault.OfBytes.class, resolved.repository(), resolved.path());
        if (fault instanceof Fault.StorageStatus(int status)) {
            exchange.send(status, Map.of(), new byte[0]);
        } else {
            bytes.send(exchange, resolved.file(), headers, fault, hub.bytesPerSecond());
        }
    }

    private static void linked(
            Map<String, String> headers, FakeFile file, Fault.@Nullable OfHub fault) {
        long size = fault instanceof Fault.WrongLinkedSize(long wrong) ? wrong : file.size();
        headers.put("X-Linked-Size", Long.toString(size));
        headers.put("X-Linked-Etag", '"' + etag(file, fault) + '"');
    }

    private static String etag(FakeFile file, Fault.@Nullable OfHub fault) {
        return fault instanceof Fault.WrongEtag(String wrong) ? wrong : file.digest().hex();
    }

    private String storage(Resolved resolved) {
        return "%s/%s/%s?X-Amz-Expires=3600&X-Amz-Signature=%x%s%s"
                .formatted(
                        hub.storage(),
                        resolved.repository(),
                        resolved.file().digest().hex(),
                        resolved.path().hashCode(),
                        FakeStorage.NAME,
                        URLEncoder.encode(resolved.path(), StandardCharsets.UTF_8)
                                .replace("+", "%20"));
    }

    private static String cache(Exchange exchange, Resolved resolved) {
        String path = exchange.request().path();
        String file = path.substring(path.indexOf("/resolve/") + "/resolve/".length());
        return "/api/resolve-cache/models/%s/%s%s"
                .formatted(
                        resolved.repository(),
                        resolved.commit(),
                        file.substring(file.indexOf('/')));
    }

    private static void redirect(
            Exchange exchange, int status, Map<String, String> headers, String location)
            throws IOException {
        headers.put("Location", location);
        exchange.send(status, headers, new byte[0]);
    }
}
