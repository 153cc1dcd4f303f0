package dev.passerelle.gateway.admin;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// A Unix socket in `PASSERELLE_HOME` over which the command line administrates a running server.
/// Only the owner of the files may connect: whoever can may do everything.
public final class AdminSocket implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AdminSocket.class.getName());
    private static final Duration GRACE = Duration.ofMillis(500);

    private final WebServer server;
    private final SocketPlace place;
    private final Path path;
    private final Object key;

    private AdminSocket(WebServer server, SocketPlace place, Path path, Object key) {
        this.server = server;
        this.place = place;
        this.path = path;
        this.key = key;
    }

    /// Listens. The socket is made where nobody else can reach it, and only then put into place.
    ///
    /// @param settings what is answered
    /// @throws AdminException if another process answers in this home
    public static AdminSocket start(Path home, Consumer<WebServerConfig.Builder> settings)
            throws IOException {
        SocketPlace place = new SocketPlace(home.toAbsolutePath());
        Optional<Path> other = place.findLive();
        if (other.isPresent()) {
            throw new AdminException(
                    "another server answers on %s: stop it, or give this one a home of its own with PASSERELLE_HOME"
                            .formatted(other.get()));
        }
        Path made = place.makeDirectory().resolve("socket");
        WebServer server = listen(made, settings);
        try {
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
            Object key = SocketPlace.key(made);
            return new AdminSocket(server, place, place.publish(made), key);
        } catch (IOException | RuntimeException e) {
            server.stop();
            throw e;
        }
    }

    private static WebServer listen(Path path, Consumer<WebServerConfig.Builder> settings)
            throws IOException {
        WebServerConfig.Builder builder = WebServer.builder();
        settings.accept(builder);
        WebServer server =
                builder.bindAddress(UnixDomainSocketAddress.of(path))
                        .shutdownHook(false)
                        .shutdownGracePeriod(GRACE)
                        .protocolsDiscoverServices(false)
                        .build()
                        .start();
        if (!server.isRunning()) {
            throw new IOException("can't listen on the socket " + path);
        }
        return server;
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        server.stop();
        try {
            place.remove(path, key);
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "the socket " + path + " is left behind", e);
        }
    }
}
