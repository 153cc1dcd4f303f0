package dev.passerelle.gateway.reload;

import dev.passerelle.gateway.config.ConfigException;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.config.LoadedConfig;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Takes a changed configuration over. Its files are looked at every second; what two looks in a
/// row find the same is loaded, so that a file isn't taken while it is being written. One that is
/// wrong is refused whole, and read again until it is right.
public final class Reload implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Reload.class.getName());

    private final Supplier<LoadedConfig> source;
    private final Consumer<GatewayConfig> apply;
    private final Semaphore requests = new Semaphore(0);

    private GatewayConfig wanted;
    private GatewayConfig served;
    private Set<Path> files;
    private @Nullable Contents seen;
    private @Nullable Contents loaded;
    private volatile @Nullable String lastError;
    private @Nullable Thread watch;

    /// @param source reads the configuration, or throws [ConfigException]
    /// @param started what the process was started with
    /// @param apply makes what it is given, the parts that need no restart, be served
    public Reload(
            Supplier<LoadedConfig> source, LoadedConfig started, Consumer<GatewayConfig> apply) {
        this.source = source;
        this.apply = apply;
        this.wanted = started.config();
        this.served = started.config();
        this.files = started.files();
    }

    /// Begins to watch the files.
    public void start() {
        watch = Thread.ofVirtual().name("config-reload").start(this::watch);
    }

    /// Asks for a reload at once, as SIGHUP does.
    public void request() {
        requests.release();
    }

    /// Why the configuration as it is now written isn't served; empty if it is.
    public Optional<String> lastError() {
        return Optional.ofNullable(lastError);
    }

    private void watch() {
        try {
            while (true) {
                if (requests.tryAcquire(1, TimeUnit.SECONDS)) {
                    requests.drainPermits();
                    now();
                } else {
                    look();
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /// Loads the files if they have changed and were the same a look ago.
    void look() {
        Contents now = Contents.of(files);
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && (lastError != null || !now.equals(loaded))) {
            load(now);
        }
    }

    /// Loads the files, however they are.
    void now() {
        if (!load(Contents.of(files))) {
            LOG.log(Level.INFO, "configuration: asked to reload, but nothing has changed");
        }
    }

    /// Whether there was anything to do.
    private boolean load(Contents now) {
        loaded = now;
        try {
            LoadedConfig read = source.get();
            boolean changed = !read.config().equals(wanted);
            if (changed) {
                take(read.config());
            }
            files = read.files();
            if (!changed && lastError != null) {
                LOG.log(Level.INFO, "configuration: what is written is what is served again");
            }
            lastError = null;
            return changed;
        } catch (ConfigException e) {
            refuse(String.valueOf(e.getMessage()), null);
        } catch (RuntimeException e) {
            refuse("it can't be applied: " + e.getClass().getSimpleName(), e);
        }
        return true;
    }

    private void take(GatewayConfig read) {
        Change change = new Change(served, read);
        GatewayConfig next = change.applicable();
        apply.accept(next);
        served = next;
        wanted = read;
        LOG.log(Level.INFO, "configuration reloaded");
        List<String> waiting = change.waiting();
        if (!waiting.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "configuration: changed, but waiting for a restart: {0}",
                    String.join(", ", waiting));
        }
        read.warnings().forEach(warning -> LOG.log(Level.WARNING, warning));
    }

    private void refuse(String reason, @Nullable Exception failure) {
        if (!reason.equals(lastError)) {
            LOG.log(
                    Level.ERROR,
                    "configuration refused, the one before is served on: " + reason,
                    failure);
        }
        lastError = reason;
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.interrupt();
        }
    }
}
