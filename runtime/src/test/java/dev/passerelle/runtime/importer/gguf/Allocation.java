package dev.passerelle.runtime.importer.gguf;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Counts heap bytes, to show that a reader doesn't allocate what a file claims.
final class Allocation {

    private Allocation() {}

    static long ofThisThread() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }
}
