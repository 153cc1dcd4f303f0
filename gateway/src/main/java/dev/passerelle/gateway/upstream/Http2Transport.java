package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.config.DeploymentConfig;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// Sends requests by HTTP/2 through the JDK's client, by connections that calls share: a call that
/// is ended early resets its stream alone. In plain text HTTP/2 is asked for by an upgrade, and a
/// server that doesn't know it answers by HTTP/1.1.
final class Http2Transport implements Transport {
    private final HttpClient client;
    private final String server;
    private final Duration patience;
    private final Semaphore places;
    private final Failures failures;

    Http2Transport(DeploymentConfig.Upstream config) {
        URI url = config.baseUrl();
        this.client =
                HttpClient.newBuilder()
                        .version(Version.HTTP_2)
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .followRedirects(Redirect.NEVER)
                        .connectTimeout(config.connect())
                        .sslContext(Trust.context(config.authorities()))
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
        this.server = url.getScheme() + "://" + url.getRawAuthority();
        this.patience = config.connect();
        this.places = new Semaphore(config.maxConnections());
        this.failures = new Failures(config.name());
    }

    @Override
    public Exchange send(Outgoing request, Patience limit) throws InterruptedException {
        if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw failures.noneFree();
        }
        Exchange exchange = null;
        try {
            exchange = exchange(request, limit);
            return exchange;
        } finally {
            if (exchange == null) {
                places.release();
            }
        }
    }

    private Exchange exchange(Outgoing request, Patience limit) throws InterruptedException {
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> answer =
                client.sendAsync(message(request), BodyHandlers.ofPublisher());
        boolean begun = false;
        try {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
                    answer.get(limit.left(), TimeUnit.MILLISECONDS);
            begun = true;
            return new Http2Exchange(response, limit, failures, places::release);
        } catch (TimeoutException _) {
            throw limit.exhausted();
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            if (!begun && !answer.cancel(true)) {
                var _ =
                        answer.thenAccept(
                                late -> new Http2Exchange(late, limit, failures, () -> {}).close());
            }
        }
    }

    private HttpRequest message(Outgoing request) {
        byte[] body = request.body();
        HttpRequest.Builder message =
                HttpRequest.newBuilder(URI.create(server + request.path()))
                        .method(
                                request.method(),
                                body.length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(body));
        for (Note header : request.headers()) {
            message.header(header.name(), header.value());
        }
        return message.build();
    }

    private DeploymentFailure failure(Throwable cause) {
        if (Failures.isOrHas(cause, ProtocolException.class)) {
            return failures.garbage("breaks the rules of HTTP.", cause);
        }
        boolean connecting =
                Failures.isOrHas(cause, HttpConnectTimeoutException.class)
                        || Failures.isOrHas(cause, ConnectException.class)
                        || Failures.isOrHas(cause, SSLException.class);
        return connecting ? failures.unreachable(cause) : failures.silent(cause);
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
