package dev.passerelle.gateway.admin;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;

/// Where the socket of a home is: `admin.sock` in it, or, where that path is too long for the
/// operating system, wherever the file `admin.address` says.
record SocketPlace(Path home) {

    /// Linux takes 107 bytes, macOS 103.
    private static final int LONGEST = 100;

    private static final int RANDOM_NAME = "/admin-1234567890123456789/socket".length();

    Path socket() {
        return home.resolve("admin.sock");
    }

    private Path address() {
        return home.resolve("admin.address");
    }

    /// Whether a socket's path fits while it is made.
    private boolean fits() {
        int length = home.toString().getBytes(StandardCharsets.UTF_8).length;
        return length + RANDOM_NAME <= LONGEST;
    }

    /// A new directory that only the owner may enter, for the socket to be made in.
    Path makeDirectory() throws IOException {
        Files.createDirectories(
                home,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return fits()
                ? Files.createTempDirectory(home, "admin-")
                : Files.createTempDirectory("passerelle-");
    }

    /// Puts a socket into place, instead of one that a dead process left.
    ///
    /// @return where it is now
    Path publish(Path made) throws IOException {
        if (fits()) {
            Files.deleteIfExists(address());
            Files.move(made, socket(), StandardCopyOption.ATOMIC_MOVE);
            Files.delete(directory(made));
            return socket();
        }
        Path draft = made.resolveSibling("address");
        Files.writeString(draft, made.toString());
        Files.deleteIfExists(socket());
        Files.move(draft, address(), StandardCopyOption.REPLACE_EXISTING);
        return made;
    }

    /// Removes a socket, unless another process has put its own into its place.
    ///
    /// @param key the file's, when it was made
    void remove(Path published, Object key) throws IOException {
        if (!published.equals(socket())) {
            if (Files.exists(address())
                    && Files.readString(address()).strip().equals(published.toString())) {
                Files.deleteIfExists(address());
            }
            Files.deleteIfExists(published);
            Files.deleteIfExists(directory(published));
        } else if (Files.exists(published) && key.equals(key(published))) {
            Files.deleteIfExists(published);
        }
    }

    static Object key(Path file) throws IOException {
        return Objects.requireNonNull(
                Files.readAttributes(file, BasicFileAttributes.class).fileKey(),
                "systems with Unix sockets number their files");
    }

    /// The socket, whether or not a process listens on it. One that isn't the home's owner's isn't
    /// trusted.
    Optional<Path> find() throws IOException {
        Path path =
                Files.exists(address()) ? Path.of(Files.readString(address()).strip()) : socket();
        return Files.exists(path) && Files.getOwner(path).equals(Files.getOwner(home))
                ? Optional.of(path)
                : Optional.empty();
    }

    /// The socket, if a process listens on it.
    Optional<Path> findLive() throws IOException {
        return find().filter(SocketPlace::answers);
    }

    private static boolean answers(Path socket) {
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Path directory(Path socket) {
        return Objects.requireNonNull(socket.getParent(), "sockets are in a directory");
    }
}
