package dev.passerelle.gateway.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;

/// The secret that key hashes are made with, kept in a file that only its owner may read: 64
/// hexadecimal digits, which may also be configured elsewhere as `admission.hash-secret`.
final class HashSecretFile {
    private static final int BYTES = 32;
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private final Path home;
    private final Path path;

    /// @param home the directory it is in, made if absent
    HashSecretFile(Path home) {
        this.home = home;
        path = home.resolve("key-hash");
    }

    String readOrMake() throws IOException {
        if (Files.notExists(path)) {
            make();
        }
        return read();
    }

    /// It appears whole, by a link, so that of two processes that start together one makes it and
    /// both read it.
    private void make() throws IOException {
        Files.createDirectories(home, permissions("rwx------"));
        Path draft = home.resolve("key-hash." + UUID.randomUUID());
        try {
            write(draft);
            Files.createLink(path, draft);
        } catch (FileAlreadyExistsException _) {
            // another process was first: its secret counts
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void write(Path draft) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String text = HexFormat.of().formatHex(random) + "\n";
        try (FileChannel channel =
                FileChannel.open(
                        draft,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        permissions("rw-------"))) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private String read() throws IOException {
        if (POSIX && !OWNERS.containsAll(Files.getPosixFilePermissions(path))) {
            throw new IllegalStateException(
                    "%s may be read or written by others than its owner: run chmod 600 on it, and if they may have read it, delete it and make new keys"
                            .formatted(path));
        }
        String secret = Files.readString(path, StandardCharsets.US_ASCII).strip();
        if (secret.length() < 2 * BYTES) {
            throw new IllegalStateException(
                    "%s is damaged: bring it back from a backup, or delete it and make new keys"
                            .formatted(path));
        }
        return secret;
    }

    private static FileAttribute<?>[] permissions(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
