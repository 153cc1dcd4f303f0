package dev.passerelle.loadtests.stub;

import dev.passerelle.loadtests.plan.Endpoint;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A server of the OpenAI API that answers as it was programmed to.
public final class Stub implements AutoCloseable {
    private static final Duration GRACE = Duration.ofMillis(200);

    /// Silent: what it has to say of a failed start is thrown. Held, as loggers are weakly
    /// referenced.
    private static final Logger QUIET = Logger.getLogger("io.helidon");

    static {
        QUIET.setLevel(Level.OFF);
    }

    private final StubOptions options;
    private final Works works;
    private final WebServer server;

    private Stub(StubOptions options, Pacer pacer) {
        this.options = options;
        this.works = Works.of(options, pacer);
        this.server =
                WebServer.builder()
                        .shutdownHook(false)
                        .host(options.host())
                        .port(options.port())
                        .connectionOptions(socket -> socket.tcpNoDelay(true))
                        .shutdownGracePeriod(GRACE)
                        .protocolsDiscoverServices(false)
                        .addConnectionSelector(http1())
                        .routing(this::routes)
                        .build();
    }

    private static Http1ConnectionSelector http1() {
        return Http1ConnectionSelector.builder()
                .config(Http1Config.builder().validateResponseHeaders(false).build())
                .build();
    }

    /// Begins to listen.
    ///
    /// @throws UncheckedIOException if its port is taken
    public static Stub start(StubOptions options) {
        return start(options, Pacer.SYSTEM);
    }

    static Stub start(StubOptions options, Pacer pacer) {
        var stub = new Stub(options, pacer);
        try {
            stub.server.start();
        } catch (RuntimeException e) {
            throw cannotListen(options, e);
        }
        if (!stub.server.isRunning()) {
            throw cannotListen(options, null);
        }
        return stub;
    }

    private static UncheckedIOException cannotListen(
            StubOptions options, @Nullable RuntimeException why) {
        var taken =
                new BindException(
                        "can't listen on %s:%d: the address is taken or not this machine's"
                                .formatted(options.host(), options.port()));
        taken.initCause(why);
        return new UncheckedIOException(taken);
    }

    private void routes(HttpRouting.Builder routing) {
        for (Endpoint endpoint : Endpoint.values()) {
            routing.post("/v1" + endpoint.path(), new AnswerHandler(endpoint, works));
        }
        routing.get("/v1/models", (_, to) -> json(to, 200, Wire.models(options.model())))
                .get("/metrics", (_, to) -> metrics(to))
                .any((_, to) -> json(to, 404, unknown()))
                .error(RefusedException.class, (_, to, e) -> json(to, e.status(), body(e)));
    }

    private void metrics(ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
        response.send(works.metrics().scrape());
    }

    private static byte[] unknown() {
        return Wire.error(404, "there is no such address", null, "unknown_url");
    }

    private static byte[] body(RefusedException e) {
        return Wire.error(e.status(), String.valueOf(e.getMessage()), e.param(), e.code());
    }

    private static void json(ServerResponse response, int status, byte[] body) {
        response.status(status).header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(body);
    }

    public int port() {
        return server.port();
    }

    /// Where the API's paths begin, `/v1` included.
    public URI url() {
        return URI.create("http://" + options.host() + ":" + port() + "/v1");
    }

    /// Its metrics in Prometheus's text format.
    public URI metrics() {
        return url().resolve("/metrics");
    }

    /// What it did, of the first requests that have ended, as many as the options say.
    public List<Served> truth() {
        return works.journal().all();
    }

    /// Sends nothing for a while that begins so long after now.
    public void stall(Duration in, Duration length) {
        works.stalls().add(works.pacer().now(), new Stall(in, length));
    }

    /// Its stalls, those that are over too, counted from a moment of `System.nanoTime`.
    public List<Stall> stalls(long origin) {
        return works.stalls().since(origin);
    }

    /// Stops listening and ends every connection.
    @Override
    public void close() {
        works.closing().countDown();
        server.stop();
    }
}
