package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.config.LoadedConfig;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.gateway.reload.Reload;
import dev.passerelle.registry.Snapshots;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Serves until SIGTERM or SIGINT.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Serve models over HTTP until SIGTERM or SIGINT.")
final class ServeCommand implements Callable<Integer> {

    private static final System.Logger LOG = System.getLogger(ServeCommand.class.getName());

    private final Surroundings surroundings;
    private final GatewayStarter starter;
    private final Termination.Installer termination;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration; default passerelle.yaml here, if there is one.")
    private @Nullable Path config;

    @Option(names = "--host", paramLabel = "HOST", description = "Address to listen on.")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "Port; 0 takes a free one.")
    private @Nullable Integer port;

    @Option(
            names = "--stop-when-ready",
            description = "Stop once everything is loaded and answers: a trial of a configuration.")
    private boolean stopWhenReady;

    @Option(
            names = "--locked",
            description =
                    "Serve exactly what models.lock says; read every file first, and fail if"
                            + " anything differs.")
    private boolean locked;

    ServeCommand(
            Surroundings surroundings, GatewayStarter starter, Termination.Installer termination) {
        this.surroundings = surroundings;
        this.starter = starter;
        this.termination = termination;
    }

    @Override
    public Integer call() throws IOException {
        long begin = System.nanoTime();
        LoadedConfig checked = surroundings.loaded(config, flags());
        checked.config().warnings().forEach(warning -> LOG.log(Level.WARNING, warning));
        Termination wish = termination.install("finishing running requests");
        try {
            serve(checked, wish, begin);
        } catch (InterruptedException _) {
            // the operator ended it before it listened
        }
        LOG.log(Level.INFO, "stopped");
        return 0;
    }

    private void serve(LoadedConfig loaded, Termination wish, long begin)
            throws IOException, InterruptedException {
        GatewayConfig checked = loaded.config();
        ModelSet set = ModelSet.of(surroundings, config, checked);
        Snapshots snapshots = snapshots(new LockedStart(set), wish);
        GatewayConfig served = checked.map(model -> neverMoves(model, set));
        try (var gateway = starter.start(served, snapshots, surroundings.home());
                var reload = new Reload(this::load, loaded, gateway::apply, gateway::refused)) {
            watch(reload, loaded, gateway);
            if (becomesReady(gateway, wish)) {
                LOG.log(
                        Level.INFO,
                        "ready on {0} after {1} ms",
                        gateway.uri(),
                        Long.toString(Duration.ofNanos(System.nanoTime() - begin).toMillis()));
                if (!stopWhenReady) {
                    wish.await();
                }
            }
        }
    }

    private LoadedConfig load() {
        return surroundings.loaded(config, flags());
    }

    /// Takes changes of the files over, if there are any. SIGHUP asks for that at once, and for log
    /// files to be opened anew.
    private static void watch(Reload reload, LoadedConfig loaded, GatewayStarter.Running gateway) {
        boolean files = !loaded.files().isEmpty();
        try {
            ProcessSignal.take(
                    "HUP",
                    _ -> {
                        gateway.reopenLogs();
                        if (files) {
                            reload.request();
                        }
                    });
        } catch (ReflectiveOperationException e) {
            LOG.log(
                    Level.WARNING,
                    "this Java VM has no sun.misc.Signal: SIGHUP ends it; changed files are noticed anyway",
                    e);
        }
        if (files) {
            reload.start();
        }
    }

    private Snapshots snapshots(LockedStart start, Termination wish)
            throws IOException, InterruptedException {
        if (!locked) {
            return start.lenient();
        }
        try (Downloads downloads = new Downloads(err(), surroundings.terminal(), false)) {
            return Interruptible.run(() -> start.strict(downloads), wish);
        }
    }

    /// Without its refresh, where that would ask nobody: nothing is scheduled and measured then.
    private ModelConfig neverMoves(ModelConfig model, ModelSet set) {
        if (model.refresh() == null) {
            return model;
        }
        if (surroundings.offline()) {
            LOG.log(
                    Level.WARNING,
                    "model {0}: HF_HUB_OFFLINE is set, refresh has no effect",
                    model.id());
            return model.withoutRefresh();
        }
        return set.entry(model).isPresent() ? model.withoutRefresh() : model;
    }

    private PrintWriter err() {
        if (spec == null) {
            throw new IllegalStateException("run by picocli only");
        }
        return spec.commandLine().getErr();
    }

    /// Waits until the gateway is ready; false if it is to end before.
    private static boolean becomesReady(GatewayStarter.Running gateway, Termination wish)
            throws IOException {
        try {
            return Interruptible.run(
                    () -> {
                        gateway.awaitReady();
                        return true;
                    },
                    wish);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private Map<String, String> flags() {
        Map<String, String> flags = new HashMap<>();
        if (host != null) {
            flags.put("server.host", host);
        }
        if (port != null) {
            flags.put("server.port", port.toString());
        }
        return flags;
    }
}
