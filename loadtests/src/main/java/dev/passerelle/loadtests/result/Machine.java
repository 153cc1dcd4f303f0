package dev.passerelle.loadtests.result;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// Where the generator ran.
public record Machine(String os, String java, int processors, long memoryBytes) {
    /// This one.
    public static Machine here() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                system.getName() + " " + system.getVersion() + " " + system.getArch(),
                Runtime.version().toString(),
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize());
    }
}
