package dev.passerelle.registry.store;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/// Another process held a lock of the cache for too long. The message says which, where the system
/// tells.
public final class LockTimeoutException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    private static final Path LINUX_LOCKS = Path.of("/proc/locks");

    LockTimeoutException(Path file, Duration waited) {
        super(
                "waited %d s for %s, which %s holds: let it finish or end it, and try again"
                        .formatted(
                                waited.toSeconds(),
                                file,
                                holder(file)
                                        .orElse(
                                                "another process (find it with: lsof "
                                                        + file
                                                        + ")")));
    }

    /// Lines of `/proc/locks` read `1: FLOCK ADVISORY WRITE 123 fe:00:456 0 EOF`: process and
    /// inode.
    private static Optional<String> holder(Path file) {
        try (Stream<String> locks = Files.lines(LINUX_LOCKS)) {
            String inode = ":" + Files.getAttribute(file, "unix:ino");
            return locks.map(line -> Arrays.asList(line.trim().split("\\s+")))
                    .filter(fields -> fields.size() > 5 && fields.get(1).equals("FLOCK"))
                    .filter(fields -> fields.get(5).endsWith(inode))
                    .map(fields -> process(fields.get(4)))
                    .findFirst();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static String process(String id) {
        return "process "
                + id
                + ProcessHandle.of(Long.parseLong(id))
                        .flatMap(process -> process.info().command())
                        .map(command -> " (%s)".formatted(command))
                        .orElse("");
    }
}
