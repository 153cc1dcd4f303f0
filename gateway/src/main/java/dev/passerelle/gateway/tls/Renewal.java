package dev.passerelle.gateway.tls;

import dev.passerelle.gateway.config.TlsConfig;
import io.helidon.common.tls.Tls;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Looks every few seconds whether certificate and key have changed, and hands a new pair on. One
/// that can't be used leaves the old in place, and is tried again when it changes.
public final class Renewal implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Renewal.class.getName());
    private static final long PERIOD_SECONDS = 10;

    private final TlsConfig config;
    private final Tls first;
    private final ScheduledExecutorService schedule =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("tls-renewal").factory());
    private Version seen;

    private Renewal(TlsConfig config) {
        this.config = config;
        this.seen = Version.of(config);
        this.first = Identity.read(config).tls();
    }

    /// Reads the pair.
    ///
    /// @throws IdentityException if it can't be used
    public static Renewal of(TlsConfig config) {
        return new Renewal(config);
    }

    /// What to begin with.
    public Tls first() {
        return first;
    }

    /// Begins to look.
    ///
    /// @param renewed is given what a new pair makes, on a thread of the renewal's own
    public void start(Consumer<Tls> renewed) {
        var _ =
                schedule.scheduleWithFixedDelay(
                        () -> look(renewed), PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /// Looks once.
    void look(Consumer<Tls> renewed) {
        Version now = Version.of(config);
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            Identity identity = Identity.read(config);
            renewed.accept(identity.tls());
            LOG.log(
                    Level.INFO,
                    "TLS: new certificate, valid until {0}",
                    identity.chain().getFirst().getNotAfter().toInstant());
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "TLS: the certificate stays as it was: {0}",
                    String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }

    /// What tells a changed file.
    private record Version(List<String> files) {

        static Version of(TlsConfig config) {
            Stream<Path> files =
                    switch (config) {
                        case TlsConfig.Pem pem -> Stream.of(pem.certificate(), pem.privateKey());
                        case TlsConfig.Keystore keystore -> Stream.of(keystore.file());
                    };
            return new Version(files.map(Version::stamp).toList());
        }

        private static String stamp(Path file) {
            try {
                Path real = file.toRealPath();
                return "%s %s %d"
                        .formatted(real, Files.getLastModifiedTime(real), Files.size(real));
            } catch (IOException e) {
                return "absent";
            }
        }
    }
}
