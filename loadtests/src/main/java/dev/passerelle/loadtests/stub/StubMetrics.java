package dev.passerelle.loadtests.stub;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// What a stub tells of itself, in Prometheus's text format, under the gateway's names.
final class StubMetrics {
    private static final double NANOS = 1e9;
    private static final double[] CANCEL_SECONDS = {
        .0005, .001, .0025, .005, .01, .025, .05, .075, .1, .15, .2, .3, .5, 1, 5
    };
    private static final Path STATUS = Path.of("/proc/self/status");

    private final Slots slots;
    private final String model;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder departed = new LongAdder();
    private final AtomicLong cancelNanos = new AtomicLong();
    private final AtomicLongArray cancels = new AtomicLongArray(CANCEL_SECONDS.length);

    StubMetrics(Slots slots, String model) {
        this.slots = slots;
        this.model = "{model=\"" + model.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
    }

    void began() {
        inFlight.incrementAndGet();
    }

    void ended() {
        inFlight.decrementAndGet();
    }

    /// A client left, and so many nanoseconds after that was seen nothing was held for it.
    void cancelled(long nanos) {
        departed.increment();
        cancelNanos.addAndGet(nanos);
        for (int i = 0; i < CANCEL_SECONDS.length; i++) {
            if (nanos / NANOS <= CANCEL_SECONDS[i]) {
                cancels.incrementAndGet(i);
            }
        }
    }

    String scrape() {
        var text = new StringBuilder(2048);
        line(text, "passerelle_requests_in_flight", "gauge", "{endpoint=\"all\"}", inFlight.get());
        line(text, "passerelle_queue_depth", "gauge", model, slots.waiting());
        line(text, "passerelle_slots_active", "gauge", model, slots.running());
        if (slots.limited()) {
            line(text, "passerelle_slots_capacity", "gauge", model, slots.count());
        }
        line(
                text,
                "passerelle_requests_cancelled_total",
                "counter",
                model,
                (double) departed.sum());
        cancelLatency(text);
        line(text, "process_cpu_seconds_total", "counter", "", cpuSeconds());
        long resident = residentBytes();
        if (resident > 0) {
            line(text, "process_resident_memory_bytes", "gauge", "", (double) resident);
        }
        return text.toString();
    }

    private void cancelLatency(StringBuilder text) {
        String name = "passerelle_cancel_latency_seconds";
        text.append("# TYPE ").append(name).append(" histogram\n");
        long all = departed.sum();
        for (int i = 0; i < CANCEL_SECONDS.length; i++) {
            text.append(
                    "%s_bucket{le=\"%s\"} %d\n".formatted(name, CANCEL_SECONDS[i], cancels.get(i)));
        }
        text.append("%s_bucket{le=\"+Inf\"} %d\n%s_count %d\n".formatted(name, all, name, all));
        text.append(name).append("_sum ").append(cancelNanos.get() / NANOS).append('\n');
    }

    private static void line(
            StringBuilder text, String name, String type, String labels, double value) {
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        text.append(name).append(labels).append(' ').append(value).append('\n');
    }

    private static double cpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / NANOS
                : Double.NaN;
    }

    /// 0 where the system doesn't say.
    private static long residentBytes() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
