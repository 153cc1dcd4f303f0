package dev.passerelle.registry.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Large files by digest. Like other signed storages it refuses requests with a token.
final class FakeStorage implements HttpListener.Handler {

    private static final Pattern OBJECT = Pattern.compile("/([^/]+/[^/]+)/([0-9a-f]{64})");

    /// Query parameter with the file's path, the last one.
    static final String NAME = "&filename=";

    private final FakeHub hub;
    private final ByteServing bytes;

    FakeStorage(FakeHub hub, ByteServing bytes) {
        this.hub = hub;
        this.bytes = bytes;
    }

    @Override
    public void answer(Exchange exchange) throws IOException, InterruptedException {
        Matcher match = OBJECT.matcher(exchange.request().path());
        FakeRepository repository = match.matches() ? hub.find(match.group(1)) : null;
        if (exchange.request().authorization() != null) {
            refuse(exchange, 400, "Only one auth mechanism allowed");
        } else if (repository == null) {
            refuse(exchange, 404, "NoSuchKey");
        } else {
            object(exchange, repository, match.group(2));
        }
    }

    private void object(Exchange exchange, FakeRepository repository, String digest)
            throws IOException, InterruptedException {
        FakeFile file = repository.large(digest).orElse(null);
        if (file == null) {
            refuse(exchange, 404, "NoSuchKey");
            return;
        }
        Fault.OfBytes fault =
                exchange.isHead()
                        ? null
                        : hub.next(Fault.OfBytes.class, repository.name(), name(exchange));
        if (fault instanceof Fault.StorageStatus(int status)) {
            refuse(exchange, status, "Request has expired");
            return;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", '"' + digest + '"');
        bytes.send(exchange, file, headers, fault, hub.bytesPerSecond());
    }

    private static String name(Exchange exchange) {
        String target = exchange.request().target();
        int name = target.indexOf(NAME);
        return name < 0 ? "" : HubAnswers.decode(target.substring(name + NAME.length()));
    }

    private static void refuse(Exchange exchange, int status, String message) throws IOException {
        exchange.send(
                status,
                Map.of("Content-Type", "application/xml"),
                ("<Error><Message>" + message + "</Message></Error>")
                        .getBytes(StandardCharsets.UTF_8));
    }
}
