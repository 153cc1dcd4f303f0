package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.Note;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.api.WebClientServiceRequest;
import io.helidon.webclient.api.WebClientServiceResponse;
import io.helidon.webclient.http2.Http2Client;
import io.helidon.webclient.http2.Http2ClientRequest;
import io.helidon.webclient.http2.Http2ClientResponse;
import io.helidon.webclient.http2.Http2ClientStream;
import io.helidon.webclient.http2.StreamTimeoutException;
import io.helidon.webclient.spi.WebClientService;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// HTTP/2 by the web client's connections, each for many exchanges.
final class Http2Transport implements Transport {
    private static final ScopedValue<Sent> SENT = ScopedValue.newInstance();

    private final WebClient client;
    private final Http2Client http2;
    private final URI server;
    private final Failures failures;
    private final Duration connect;
    private final Semaphore places;

    /// @param client for this alone
    Http2Transport(WebClient client, URI server, Duration connect, int most, Failures failures) {
        this.client = client;
        this.http2 = client.client(Http2Client.PROTOCOL);
        this.server = server;
        this.connect = connect;
        this.places = new Semaphore(most);
        this.failures = failures;
    }

    /// Hands out the stream of a request, which the client keeps to itself.
    static final class Streams implements WebClientService {
        @Override
        public WebClientServiceResponse handle(Chain chain, WebClientServiceRequest request) {
            WebClientServiceResponse response = chain.proceed(request);
            if (response.connection() instanceof Http2ClientStream stream && SENT.isBound()) {
                SENT.get().stream = stream;
            }
            return response;
        }
    }

    private static final class Sent {
        private @Nullable Http2ClientStream stream;
    }

    @Override
    public Exchange send(Outgoing request, Patience patience) throws InterruptedException {
        if (!places.tryAcquire(connect.toNanos(), TimeUnit.NANOSECONDS)) {
            throw failures.noneFree();
        }
        boolean sent = false;
        try {
            Exchange exchange = exchange(request, patience);
            sent = true;
            return exchange;
        } finally {
            if (!sent) {
                places.release();
            }
        }
    }

    private Exchange exchange(Outgoing request, Patience patience) throws InterruptedException {
        Http2ClientRequest asked =
                http2.method(Method.create(request.method()))
                        .uri(server.resolve(request.path()))
                        .skipUriEncoding(true)
                        .priorKnowledge(true)
                        .followRedirects(false)
                        .readTimeout(patience.left());
        for (Note header : request.headers()) {
            asked.header(HeaderNames.create(header.name()), header.value());
        }
        Sent sent = new Sent();
        try {
            Http2ClientResponse response =
                    ScopedValue.where(SENT, sent).call(() -> asked.submit(request.body()));
            Http2ClientStream stream = sent.stream;
            if (stream == null) {
                throw failures.garbage("doesn't answer by HTTP/2.", null);
            }
            return new Http2Exchange(response, stream, places, patience, failures);
        } catch (DeploymentFailure e) {
            throw e;
        } catch (StreamTimeoutException _) {
            throw patience.exhausted();
        } catch (RuntimeException e) {
            Http2Exchange.checkInterrupt(e);
            throw failures.unreachable(e);
        }
    }

    @Override
    public void close() {
        client.closeResource();
    }
}
