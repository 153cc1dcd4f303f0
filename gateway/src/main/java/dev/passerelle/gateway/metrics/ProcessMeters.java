package dev.passerelle.gateway.metrics;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What the process takes of its machine, under the names that Prometheus's own libraries use.
final class ProcessMeters {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final double NANOS = 1e9;
    private static final long KIBIBYTE = 1024;

    ProcessMeters(Meters meters) {
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system) {
            meters.seconds(Metric.PROCESS_CPU, () -> system.getProcessCpuTime() / NANOS);
        }
        meters.read(
                Metric.PROCESS_MEMORY,
                gauge -> residentBytes(STATUS).ifPresent(bytes -> gauge.call((double) bytes)));
    }

    /// Resident memory as Linux tells it, in whatever pages it has; empty on other systems.
    static OptionalLong residentBytes(Path status) {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .map(line -> line.substring(RESIDENT.length()).replace("kB", "").strip())
                    .mapToLong(kibibytes -> Long.parseLong(kibibytes) * KIBIBYTE)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
