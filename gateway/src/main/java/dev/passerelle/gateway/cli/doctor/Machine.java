package dev.passerelle.gateway.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the program runs on.
///
/// @param java its version and who built it
/// @param system operating system and its version
/// @param memory bytes that this process may use: the machine's, or a container's limit
/// @param machineMemory bytes that the machine has
/// @param freeMemory bytes nobody uses, within the container if there is one
/// @param javaHeap most bytes of the Java heap; models lie outside of it
/// @param openFiles most files and connections open at once; 0 where the system doesn't say
public record Machine(
        String java,
        String system,
        String architecture,
        Processor processor,
        long memory,
        long machineMemory,
        long freeMemory,
        long javaHeap,
        long openFiles) {

    /// This one.
    public static Machine ofProcess() {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long memory = system.getTotalMemorySize();
        return new Machine(
                "%s (%s)".formatted(Runtime.version(), System.getProperty("java.vendor")),
                "%s %s".formatted(System.getProperty("os.name"), System.getProperty("os.version")),
                System.getProperty("os.arch"),
                Processor.of(
                        lines(Path.of("/proc/cpuinfo")),
                        Runtime.getRuntime().availableProcessors()),
                memory,
                Math.max(memory, total(lines(Path.of("/proc/meminfo")))),
                system.getFreeMemorySize(),
                Runtime.getRuntime().maxMemory(),
                system instanceof UnixOperatingSystemMXBean unix
                        ? unix.getMaxFileDescriptorCount()
                        : 0);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    /// `MemTotal` of `/proc/meminfo`, which knows no container; 0 where there is none.
    private static long total(List<String> meminfo) {
        return meminfo.stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(0);
    }

    boolean isContainer() {
        return memory < machineMemory;
    }
}
