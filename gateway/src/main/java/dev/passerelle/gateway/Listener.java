package dev.passerelle.gateway;

import dev.passerelle.gateway.config.ServerConfig;
import dev.passerelle.gateway.config.TlsConfig;
import dev.passerelle.gateway.connection.RequestBounds;
import dev.passerelle.gateway.connection.WatchedSelector;
import dev.passerelle.gateway.http.Cors;
import dev.passerelle.gateway.http.TransportErrors;
import dev.passerelle.gateway.tls.Renewal;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The ports listened on, with TLS where that is configured, and what is asked of connections.
final class Listener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Listener.class.getName());
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final String ADMIN = "admin";
    private static final int ADMIN_CONNECTIONS = 64;
    private static final int ANY_NUMBER = -1;

    private final ServerConfig config;
    private final @Nullable Renewal renewal;
    private final WebServer server;

    private Listener(
            ServerConfig config,
            @Nullable Renewal renewal,
            Consumer<HttpRouting.Builder> api,
            Consumer<HttpRouting.Builder> admin) {
        this.config = config;
        this.renewal = renewal;
        WebServerConfig.Builder builder =
                WebServer.builder().shutdownHook(false).directHandlers(TransportErrors.handlers());
        configure(builder, config.host(), config.port(), connections(), api);
        ServerConfig.Admin apart = config.admin();
        if (apart != null) {
            builder.putSocket(
                    ADMIN,
                    socket ->
                            configure(
                                    socket, apart.host(), apart.port(), ADMIN_CONNECTIONS, admin));
        }
        this.server = builder.build();
    }

    /// Begins to listen.
    ///
    /// @param api what the main port answers
    /// @param admin what the admin port answers, if there is one
    /// @throws UncheckedIOException if it can't, because a port is taken for instance
    static Listener start(
            ServerConfig config,
            Consumer<HttpRouting.Builder> api,
            Consumer<HttpRouting.Builder> admin) {
        TlsConfig tls = config.tls();
        Renewal renewal = tls == null ? null : Renewal.of(tls);
        Listener listener = new Listener(config, renewal, api, admin);
        listener.start();
        return listener;
    }

    private int connections() {
        int most = config.clients().maxConnections();
        return most == 0 ? ANY_NUMBER : most;
    }

    private void configure(
            ListenerConfig.BuilderBase<?, ?> socket,
            String host,
            int port,
            int connections,
            Consumer<HttpRouting.Builder> routes) {
        Duration idle = config.clients().idle();
        Http1Config http1 =
                Http1Config.builder()
                        .maxHeadersSize(config.clients().maxHeaderBytes())
                        // what answers carry is checked where it comes from
                        .validateResponseHeaders(false)
                        .build();
        socket.host(host)
                .port(port)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .maxTcpConnections(connections)
                .idleConnectionTimeout(idle)
                .idleConnectionPeriod(idle.dividedBy(4).plusMillis(1))
                .shutdownGracePeriod(GRACE)
                .protocolsDiscoverServices(false)
                .addConnectionSelector(new WatchedSelector(http1, config.clients()))
                .routing(routing -> register(routing, routes));
        if (renewal != null) {
            socket.tls(renewal.first());
        }
    }

    private void register(HttpRouting.Builder routing, Consumer<HttpRouting.Builder> routes) {
        routing.addFilter(new RequestBounds());
        routing.addFilter(new Cors(config.corsOrigins()));
        routes.accept(routing);
    }

    private void start() {
        server.start();
        if (!server.isRunning()) {
            throw new UncheckedIOException(new BindException(taken()));
        }
        if (renewal != null) {
            renewal.start(this::renew);
        } else if (!isLoopback(config.host())) {
            LOG.log(
                    Level.WARNING,
                    "listening on {0} without TLS: others on the way can read keys, prompts and answers; set server.tls, or put a proxy with TLS in front",
                    config.host());
        }
    }

    private String taken() {
        ServerConfig.Admin apart = config.admin();
        return apart == null
                ? "Can't listen on %s:%d: the address is taken or not this machine's. Choose another server.port or server.host."
                        .formatted(config.host(), config.port())
                : "Can't listen on %s:%d and %s:%d: an address is taken or not this machine's. Choose another server.port, server.host, server.admin-port or server.admin-host."
                        .formatted(config.host(), config.port(), apart.host(), apart.port());
    }

    /// Presents another certificate on new connections.
    void renew(Tls tls) {
        server.reloadTls(tls);
        if (config.admin() != null) {
            server.reloadTls(ADMIN, tls);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /// The main port; the one chosen when the configuration says 0.
    int port() {
        return server.port();
    }

    /// The admin API's port, which is the main one if it has none of its own.
    int adminPort() {
        return config.admin() == null ? port() : server.port(ADMIN);
    }

    /// Stops listening and closes every connection.
    @Override
    public void close() {
        if (renewal != null) {
            renewal.close();
        }
        server.stop();
    }
}
