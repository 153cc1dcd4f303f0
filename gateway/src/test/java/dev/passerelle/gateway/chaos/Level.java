package dev.passerelle.gateway.chaos;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What this process holds at a moment.
///
/// @param platformThreads except those that carry virtual ones, which come and go
record Level(long platformThreads, long virtualThreads, long sockets) {
    private static final String CARRIER = "ForkJoinPool-";

    static Level now() throws IOException {
        return new Level(
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !thread.getName().startsWith(CARRIER))
                        .count(),
                dump().filter(line -> line.contains("\"virtual\": true")).count(),
                openSockets());
    }

    /// All threads, virtual ones too, as lines of JSON.
    static Stream<String> dump() throws IOException {
        Path directory = Files.createTempDirectory("level");
        Path dump = directory.resolve("threads.json");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), ThreadDumpFormat.JSON);
            return Files.readAllLines(dump).stream();
        } finally {
            Files.deleteIfExists(dump);
            Files.delete(directory);
        }
    }

    private static long openSockets() throws IOException {
        long count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path file : files) {
                count += isSocket(file) ? 1 : 0;
            }
        }
        return count;
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException _) {
            return false; // it was closed meanwhile
        }
    }

    boolean within(Level bound) {
        return platformThreads <= bound.platformThreads
                && virtualThreads <= bound.virtualThreads
                && sockets <= bound.sockets;
    }
}
