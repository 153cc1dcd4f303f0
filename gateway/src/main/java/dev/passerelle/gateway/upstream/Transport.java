package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.config.DeploymentConfig;

/// Sends requests to one server. Safe from any thread.
interface Transport extends AutoCloseable {

    static Transport to(DeploymentConfig.Upstream config) {
        boolean secure = "https".equals(config.baseUrl().getScheme());
        return switch (config.protocol()) {
            case AUTO -> secure ? new AgreedTransport(config) : Http1Transport.to(config);
            case HTTP_1_1 -> Http1Transport.to(config);
            case HTTP_2 -> new Http2Transport(config);
        };
    }

    /// Returns when the head of the answer is there.
    ///
    /// @throws DeploymentFailure if it doesn't come
    Exchange send(Outgoing request, Patience patience) throws InterruptedException;

    /// Exchanges under way go on.
    @Override
    void close();
}
