package dev.passerelle.registry.hub;

import java.time.Duration;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.auth.CredentialsProviderBuilder;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// HTTP clients that do nothing unasked: redirects, attempts, cookies and compression are the
/// caller's.
final class HttpClients {

    /// Connections at once; as many files may be on their way.
    private static final int CONNECTIONS = 64;

    private static final int LONGEST_LINE = 1 << 15;
    private static final int MOST_HEADERS = 200;

    private HttpClients() {}

    static CloseableHttpClient create(AddressRule rule, Duration connectTimeout, Proxies proxies) {
        Http1Config limits =
                Http1Config.custom()
                        .setMaxLineLength(LONGEST_LINE)
                        .setMaxHeaderCount(MOST_HEADERS)
                        .build();
        var connections =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(rule)
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setConnectionFactory(
                                ManagedHttpClientConnectionFactory.builder()
                                        .http1Config(limits)
                                        .build())
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(Timeout.of(connectTimeout))
                                        .build())
                        .build();
        return HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setRoutePlanner(routes(proxies))
                .setDefaultCredentialsProvider(credentials(proxies))
                .setUserAgent("passerelle/" + version())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    private static HttpRoutePlanner routes(Proxies proxies) {
        return new DefaultRoutePlanner(null) {
            @Override
            protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
                Proxies.Proxy proxy = proxies.of(target);
                return proxy == null ? null : proxy.host();
            }
        };
    }

    private static CredentialsProvider credentials(Proxies proxies) {
        CredentialsProviderBuilder credentials = CredentialsProviderBuilder.create();
        proxies.all()
                .filter(proxy -> proxy.user() != null)
                .forEach(proxy ->
                        credentials.add(
                                proxy.host(), proxy.user(), proxy.password().toCharArray()));
        return credentials.build();
    }

    private static String version() {
        String version = HttpClients.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
