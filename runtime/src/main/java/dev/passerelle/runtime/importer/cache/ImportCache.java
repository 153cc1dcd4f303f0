package dev.passerelle.runtime.importer.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Directories of finished imports, each under the digest of what it was made from.
///
/// An entry is built in a directory of its own, made durable, and appears by one atomic rename. A
/// lock file a digest lets one process build at a time; others wait and use its result. What a
/// process left when it died is removed by the next one that builds.
public final class ImportCache {

    private static final String BUILDING = ".building";
    private static final String LOCK = ".lock";

    /// File locks belong to the whole process, and closing any channel on the file drops them, so
    /// threads of this process take this one before they open a lock file.
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final Path directory;

    public ImportCache(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /// The sound entry of that digest; built first where there is none or it is damaged.
    public Entry entry(String digest, Builder builder) throws IOException {
        Path target = directory.resolve(digest);
        Optional<Entry> ready = open(target);
        if (ready.isPresent()) {
            return ready.get();
        }
        Files.createDirectories(directory);
        ReentrantLock threads = THREADS.computeIfAbsent(target, _ -> new ReentrantLock());
        threads.lock();
        try (FileChannel channel = openLock(directory.resolve(digest + LOCK));
                FileLock _ = channel.lock()) {
            Optional<Entry> built = open(target);
            return built.isPresent() ? built.get() : build(target, builder);
        } finally {
            threads.unlock();
        }
    }

    private static Optional<Entry> open(Path target) throws IOException {
        return Manifest.readSound(target).map(manifest -> new Entry(target, manifest.content()));
    }

    private Entry build(Path target, Builder builder) throws IOException {
        removeAbandoned(target);
        Path building = directory.resolve(target.getFileName() + BUILDING);
        deleteTree(building);
        Files.createDirectory(building);
        boolean done = false;
        try {
            String content = builder.build(building);
            Manifest.write(building, content);
            sync(building);
            deleteTree(target);
            Files.move(building, target, StandardCopyOption.ATOMIC_MOVE);
            sync(directory);
            done = true;
            return new Entry(target, content);
        } finally {
            if (!done) {
                deleteTree(building);
            }
        }
    }

    /// Removes half-built entries whose builder is gone: its lock can be had.
    private void removeAbandoned(Path mine) throws IOException {
        for (Path building : halfBuilt()) {
            String name = String.valueOf(building.getFileName());
            Path target = directory.resolve(name.substring(0, name.length() - BUILDING.length()));
            if (!target.equals(mine)) {
                removeIfAbandoned(building, target);
            }
        }
    }

    private List<Path> halfBuilt() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(BUILDING)).toList();
        }
    }

    private static void removeIfAbandoned(Path building, Path target) throws IOException {
        ReentrantLock threads = THREADS.computeIfAbsent(target, _ -> new ReentrantLock());
        if (!threads.tryLock()) {
            return;
        }
        try (FileChannel channel = openLock(target.resolveSibling(target.getFileName() + LOCK));
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                deleteTree(building);
            }
        } finally {
            threads.unlock();
        }
    }

    private static FileChannel openLock(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /// A finished import.
    ///
    /// @param content what its builder returned
    public record Entry(Path directory, String content) {}

    /// Makes an import.
    @FunctionalInterface
    public interface Builder {

        /// Fills an empty directory with files; returns a description to keep.
        String build(Path directory) throws IOException;
    }
}
