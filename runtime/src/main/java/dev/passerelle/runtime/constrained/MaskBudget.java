package dev.passerelle.runtime.constrained;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Bounds the memory of what is kept with configs. Those not used since they were last looked at
/// lose theirs first.
///
/// Safe for use from many threads.
final class MaskBudget {

    private final long mostBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final ConcurrentLinkedQueue<Kept> kept = new ConcurrentLinkedQueue<>();

    private record Kept(Config config, long bytes) {}

    MaskBudget(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /// Bytes kept now.
    long bytes() {
        return bytes.get();
    }

    /// Counts what a config got, and takes from others what is too much.
    void keep(Config config, long more) {
        kept.add(new Kept(config, more));
        long now = bytes.addAndGet(more);
        while (now > mostBytes) {
            Kept eldest = kept.poll();
            if (eldest == null) {
                return;
            }
            if (eldest.config.used) {
                eldest.config.used = false;
                kept.add(eldest);
            } else {
                eldest.config.dropMasks();
                now = bytes.addAndGet(-eldest.bytes);
            }
        }
    }
}
