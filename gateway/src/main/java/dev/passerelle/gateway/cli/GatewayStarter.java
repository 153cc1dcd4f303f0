package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.registry.Snapshots;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/// Starts a gateway: listens, and loads models meanwhile.
interface GatewayStarter {

    /// @param home where keys, usage and imported graphs are kept between starts
    /// @return once it listens
    Running start(GatewayConfig config, Snapshots snapshots, Path home)
            throws IOException, InterruptedException;

    /// A gateway that answers.
    interface Running extends AutoCloseable {

        /// Where it listens.
        URI uri();

        /// Waits until every model that is to be loaded at start has been tried.
        ///
        /// @throws RuntimeException if none works
        void awaitReady() throws InterruptedException;

        /// From here on serves as a newer configuration says.
        void apply(GatewayConfig config);

        /// Stops accepting, lets running requests finish up to the drain timeout, frees the models.
        @Override
        void close();
    }
}
