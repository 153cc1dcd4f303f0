package dev.passerelle.gateway.keys;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Asks an OpenID provider: by https, within seconds, for small documents, following no redirect.
final class ProviderClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final long LARGEST = 1 << 20;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    String get(URI address) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .timeout(TIMEOUT)
                        .header("Accept", "application/json")
                        .build();
        try {
            HttpResponse<String> response =
                    client.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST));
            if (response.statusCode() != 200) {
                throw new IOException("%s answered %d".formatted(address, response.statusCode()));
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException();
            stopped.initCause(e);
            throw stopped;
        }
    }

    /// @throws IllegalArgumentException unless others on the way can't change what it answers
    static void check(String what, URI address) {
        boolean https = "https".equalsIgnoreCase(address.getScheme());
        boolean http = "http".equalsIgnoreCase(address.getScheme());
        if (address.getHost() == null || !(https || (http && loopback(address.getHost())))) {
            throw new IllegalArgumentException(
                    "%s is %s: it has to begin with https:// (http:// is for this machine's own addresses only)"
                            .formatted(what, address));
        }
    }

    private static boolean loopback(@Nullable String host) {
        if (host == null) {
            return false;
        }
        try {
            return host.equalsIgnoreCase("localhost")
                    || InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
