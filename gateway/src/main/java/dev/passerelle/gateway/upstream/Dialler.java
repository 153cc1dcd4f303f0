package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.config.DeploymentConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Makes connections to one server.
final class Dialler {
    /// Versions of HTTP as TLS names them.
    static final String HTTP_2 = "h2";

    static final String HTTP_1_1 = "http/1.1";

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final String host;
    private final int port;
    private final String authority;
    private final int timeout;
    private final String[] offered;
    private final @Nullable SSLSocketFactory tls;
    private final Failures failures;

    private Dialler(
            DeploymentConfig.Upstream config,
            @Nullable SSLSocketFactory tls,
            String[] offered,
            Failures failures) {
        URI url = config.baseUrl();
        String name = url.getHost();
        this.host = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
        this.port = url.getPort() >= 0 ? url.getPort() : tls == null ? HTTP : HTTPS;
        this.authority = url.getRawAuthority();
        this.timeout = Math.clamp(config.connect().toMillis(), 1, Integer.MAX_VALUE);
        this.offered = offered;
        this.tls = tls;
        this.failures = failures;
    }

    /// @param versions of HTTP for TLS to agree on, best first
    static Dialler offering(
            DeploymentConfig.Upstream config, Failures failures, String... versions) {
        boolean secure = "https".equals(config.baseUrl().getScheme());
        SSLSocketFactory tls =
                secure ? Trust.context(config.authorities()).getSocketFactory() : null;
        return new Dialler(config, tls, versions, failures);
    }

    /// @throws DeploymentFailure if there is none to be had
    Http1Connection connect() throws InterruptedException {
        try {
            return new Http1Connection(link(), authority, failures);
        } catch (IOException e) {
            Failures.checkInterrupt();
            throw failures.unreachable(e);
        }
    }

    private Link link() throws IOException {
        Socket raw = open();
        boolean connected = false;
        try {
            Link link = over(raw);
            connected = true;
            return link;
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

    private Link over(Socket raw) throws IOException {
        if (tls == null) {
            return Link.of(raw, raw);
        }
        SSLSocket secure = (SSLSocket) tls.createSocket(raw, host, port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(offered);
        secure.setSSLParameters(parameters);
        secure.setSoTimeout(timeout);
        secure.startHandshake();
        secure.setSoTimeout(0);
        return Link.of(raw, secure);
    }
}
