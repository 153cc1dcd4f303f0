package dev.passerelle.gateway.tls;

import dev.passerelle.gateway.config.TlsConfig;
import io.helidon.common.tls.Tls;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Looks every few seconds whether certificate and key have changed, and hands a new pair on. One
/// that can't be used leaves the old in place, and is tried again when it changes.
public final class Renewal implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Renewal.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final TlsConfig config;
    private Version seen;
    private final Tls first;
    private volatile boolean closed;

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
        Thread.ofVirtual()
                .name("tls-renewal")
                .start(() -> {
                    while (waited()) {
                        look(renewed);
                    }
                });
    }

    private synchronized boolean waited() {
        try {
            if (!closed) {
                wait(PERIOD.toMillis());
            }
            return !closed;
        } catch (InterruptedException e) {
            return false;
        }
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
    public synchronized void close() {
        closed = true;
        notifyAll();
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
