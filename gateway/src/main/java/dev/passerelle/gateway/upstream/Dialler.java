package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.DeploymentConfig.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Makes connections to one server, and settles HTTP's version for each.
final class Dialler {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final String H2 = "h2";
    private static final String H1 = "http/1.1";

    private final String host;
    private final int port;
    private final String authority;
    private final int timeout;
    private final Protocol protocol;
    private final @Nullable SSLSocketFactory tls;
    private final Failures failures;

    private Dialler(
            DeploymentConfig.Upstream config, @Nullable SSLSocketFactory tls, Failures failures) {
        URI url = config.baseUrl();
        String name = url.getHost();
        this.host = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
        this.port = url.getPort() >= 0 ? url.getPort() : tls == null ? HTTP : HTTPS;
        this.authority = url.getRawAuthority();
        this.timeout = Math.clamp(config.connect().toMillis(), 1, Integer.MAX_VALUE);
        this.protocol = config.protocol();
        this.tls = tls;
        this.failures = failures;
    }

    static Dialler of(DeploymentConfig.Upstream config, Failures failures) {
        boolean secure = "https".equals(config.baseUrl().getScheme());
        return new Dialler(config, secure ? Trust.sockets(config.authorities()) : null, failures);
    }

    Connection connect() throws IOException {
        Socket raw = open();
        boolean connected = false;
        try {
            Connection connection = over(raw);
            connected = true;
            return connection;
        } finally {
            if (!connected) {
                raw.close();
            }
        }
    }

    /// Tries every address the name has.
    private Socket open() throws IOException {
        IOException failure = null;
        for (InetAddress address : InetAddress.getAllByName(host)) {
            Socket socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.setKeepAlive(true);
                socket.connect(new InetSocketAddress(address, port), timeout);
                return socket;
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        throw failure == null ? new IOException("no address") : failure;
    }

    private Connection over(Socket raw) throws IOException {
        if (tls == null) {
            Link link = Link.of(raw, raw);
            return protocol == Protocol.HTTP_2
                    ? new Http2Connection(link, "http", authority, failures)
                    : new Http1Connection(link, authority, failures);
        }
        SSLSocket secure = (SSLSocket) tls.createSocket(raw, host, port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(offered());
        secure.setSSLParameters(parameters);
        secure.setSoTimeout(timeout);
        secure.startHandshake();
        secure.setSoTimeout(0);
        Link link = Link.of(raw, secure);
        boolean two = protocol == Protocol.HTTP_2 || H2.equals(secure.getApplicationProtocol());
        return two
                ? new Http2Connection(link, "https", authority, failures)
                : new Http1Connection(link, authority, failures);
    }

    private String[] offered() {
        return switch (protocol) {
            case AUTO -> new String[] {H2, H1};
            case HTTP_1_1 -> new String[] {H1};
            case HTTP_2 -> new String[] {H2};
        };
    }
}
