package dev.passerelle.registry.store;

import dev.passerelle.registry.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Remembers which blobs of a cache were hashed on this machine, and what they were then: size,
/// time of change and inode. A blob of which one differs counts as never hashed.
///
/// A file a repository, outside the cache: lines of `NAME SIZE NANOSECONDS INODE`.
public final class VerifiedBlobs {

    private static final Duration WAIT = Duration.ofSeconds(30);

    private final Path directory;

    /// @param home where Passerelle keeps its own data
    public VerifiedBlobs(Path home, HubCache cache) {
        this.directory = home.resolve("verified").resolve(key(cache.root()));
    }

    /// Whether each of some blobs is as it was when it was hashed.
    ///
    /// @param blobs where their bytes lie, by the blobs' names
    public boolean areVerified(CachedRepository repository, Map<String, Path> blobs) {
        Map<String, String> known = read(file(repository));
        return blobs.entrySet().stream()
                .allMatch(blob ->
                        state(blob.getValue())
                                .filter(state -> state.equals(known.get(blob.getKey())))
                                .isPresent());
    }

    /// Remembers blobs that were hashed just now and are as their names say.
    ///
    /// @param blobs where their bytes lie, by the blobs' names
    public void add(CachedRepository repository, Map<String, Path> blobs)
            throws IOException, InterruptedException {
        change(
                repository,
                known ->
                        blobs.forEach((name, blob) ->
                                state(blob).ifPresent(state -> known.put(name, state))));
    }

    /// Forgets blobs that are damaged or gone.
    public void remove(CachedRepository repository, Collection<String> names)
            throws IOException, InterruptedException {
        change(repository, known -> known.keySet().removeAll(names));
    }

    private void change(CachedRepository repository, Consumer<Map<String, String>> change)
            throws IOException, InterruptedException {
        Path file = file(repository);
        try (CacheLock _ = CacheLock.acquire(lock(repository), WAIT)) {
            Map<String, String> known = read(file);
            Map<String, String> changed = new TreeMap<>(known);
            change.accept(changed);
            if (!changed.equals(known)) {
                String text =
                        changed.entrySet().stream()
                                .map(line -> line.getKey() + " " + line.getValue() + "\n")
                                .collect(Collectors.joining());
                Durable.write(file, text, directory);
            }
        }
    }

    private static Map<String, String> read(Path file) {
        Map<String, String> known = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int space = line.indexOf(' ');
                if (space > 0) {
                    known.put(line.substring(0, space), line.substring(space + 1));
                }
            }
        } catch (NoSuchFileException _) {
            return known;
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
        return known;
    }

    private static Optional<String> state(Path blob) {
        try {
            BasicFileAttributes now = Files.readAttributes(blob, BasicFileAttributes.class);
            return Optional.of(
                    "%d %d %s"
                            .formatted(
                                    now.size(),
                                    now.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                                    Files.getAttribute(blob, "unix:ino")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path file(CachedRepository repository) {
        return directory.resolve(repository.name().replace("/", "--") + ".blobs");
    }

    private Path lock(CachedRepository repository) {
        return directory.resolve(repository.name().replace("/", "--") + ".lock");
    }

    private static String key(Path root) {
        return Digest.Algorithm.SHA_256
                .of(root.toString().getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, 16);
    }
}
