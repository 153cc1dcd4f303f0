package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.registry.BundledModels;
import dev.passerelle.registry.ModelRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A process of its own that serves with a gateway whose drain takes no time (`prompt`) or never
/// ends (`endless`).
final class SignalledServe {

    private SignalledServe() {}

    public static void main(String[] args) {
        Logging.configure();
        var registry = new ModelRegistry(new BundledModels(List.of()));
        var surroundings = new Surroundings(Map.of(), Path.of(""), () -> registry, Terminal.NONE);
        boolean endless = args[0].equals("endless");
        System.exit(
                Passerelle.commands(
                                surroundings,
                                (config, snapshots, home) -> new Gateway(endless),
                                CommandLineRun.NO_COMPARISON,
                                Signals::install)
                        .execute("serve"));
    }

    private record Gateway(boolean endless) implements GatewayStarter.Running {
        @Override
        public void apply(GatewayConfig config) {}

        @Override
        public URI uri() {
            return URI.create("http://127.0.0.1:1");
        }

        @Override
        public void awaitReady() {}

        @Override
        public void close() {
            if (endless) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
