package dev.passerelle.gateway.connection;

import dev.passerelle.gateway.config.ClientLimits;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/// HTTP/1.1 connections that can be watched with [ClientWatch], and whose clients can't be slow for
/// ever. Needs [RequestBounds].
///
/// Helidon's own connection is unchanged; it merely reads through a [ReadAhead].
public final class WatchedSelector implements ServerConnectionSelector {
    private final ServerConnectionSelector http1;
    private final ClientLimits limits;

    public WatchedSelector(Http1Config config, ClientLimits limits) {
        this.limits = limits;
        this.http1 = Http1ConnectionSelector.builder().config(config).build();
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http1.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http1.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        ReadAhead reads =
                new ReadAhead(
                        context.dataReader(),
                        new Pace(limits),
                        context.isSecure(),
                        Sweeper.shared());
        return new WatchedConnection(http1.connection(new ReadAheadContext(context, reads)), reads);
    }
}
