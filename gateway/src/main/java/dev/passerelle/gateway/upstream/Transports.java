package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.config.DeploymentConfig;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.ConnectionKey;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.TcpClientConnection;
import io.helidon.webclient.api.WebClient;
import java.net.URI;
import java.util.List;

/// Makes a deployment's transport.
final class Transports {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private Transports() {}

    static Transport of(DeploymentConfig.Upstream config) {
        return http1(config, client(config), new Failures(config.name()));
    }

    private static WebClient client(DeploymentConfig.Upstream config) {
        return WebClient.builder()
                .socketOptions(
                        SocketOptions.builder()
                                .connectTimeout(config.connect())
                                .readTimeout(config.connect())
                                .tcpNoDelay(true)
                                .socketKeepAlive(true)
                                .build())
                .writeBufferSize(0)
                .proxy(Proxy.noProxy())
                .shareConnectionCache(false)
                .servicesDiscoverServices(false)
                .build();
    }

    private static Transport http1(
            DeploymentConfig.Upstream config, WebClient client, Failures failures) {
        URI url = config.baseUrl();
        ConnectionKey key = key(url, client);
        ConnectionPool pool =
                new ConnectionPool(
                        () -> new Http1Connection(connect(client, key, List.of("http/1.1"))),
                        config.maxConnections(),
                        config.connect(),
                        failures);
        return new Http1Transport(pool, url.getRawAuthority(), failures);
    }

    private static TcpClientConnection connect(
            WebClient client, ConnectionKey key, List<String> protocols) {
        TcpClientConnection connection =
                TcpClientConnection.create(client, key, protocols, _ -> false, _ -> {});
        try {
            return connection.connect();
        } catch (RuntimeException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    private static void closeQuietly(TcpClientConnection connection) {
        try {
            connection.closeResource();
        } catch (RuntimeException _) {
            // it wasn't open
        }
    }

    private static ConnectionKey key(URI url, WebClient client) {
        boolean secure = "https".equals(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : secure ? HTTPS : HTTP;
        return ConnectionKey.create(
                url.getScheme(),
                host(url),
                port,
                Tls.builder().enabled(secure).build(),
                client.prototype().dnsResolver(),
                client.prototype().dnsAddressLookup(),
                Proxy.noProxy());
    }

    private static String host(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
