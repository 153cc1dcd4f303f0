package dev.passerelle.loadtests.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import dev.passerelle.loadtests.client.Called;
import dev.passerelle.loadtests.client.HttpCaller;
import dev.passerelle.loadtests.client.Place;
import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.measure.Outcome;
import dev.passerelle.loadtests.plan.Endpoint;
import dev.passerelle.loadtests.plan.Target;
import dev.passerelle.loadtests.workload.Ask;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/// What a request and a chunk cost the client: `ClientBench URL whole|stream USERS SECONDS [RATE]`,
/// a closed loop, or an open one with a rate. The first half warms up, in a closed loop in any
/// case.
final class ClientBench {
    private static final long SECOND = 1_000_000_000;

    private final HttpCaller caller;
    private final Ask ask;
    private final long start;
    private final long half;
    private final long end;
    private final AtomicLong numbers = new AtomicLong();
    private final LongAdder requests = new LongAdder();
    private final LongAdder chunks = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final ConcurrentHistogram lag = new ConcurrentHistogram(2);
    private volatile String failure = "";

    private ClientBench(URI url, boolean stream, int seconds) {
        start = System.nanoTime();
        half = seconds * SECOND / 2;
        end = seconds * SECOND;
        Duration limit = Duration.ofSeconds(30);
        caller =
                new HttpCaller(
                        new Target(url, List.of(), Map.of(), true, limit, limit, null, limit),
                        start);
        String body =
                """
                {"model":"gpt-4o-mini","messages":[{"role":"user","content":"Say something about \
                the quick brown fox, in twenty tokens please."}],"max_tokens":64%s}\
                """
                        .formatted(stream ? ",\"stream\":true" : "");
        ask =
                new Ask(
                        "bench",
                        Endpoint.CHAT,
                        stream,
                        body.getBytes(UTF_8),
                        20,
                        64,
                        null,
                        null,
                        false);
    }

    static void main(String[] args) throws InterruptedException {
        ClientBench bench =
                new ClientBench(
                        URI.create(args[0]), args[1].equals("stream"), Integer.parseInt(args[3]));
        if (args.length > 4) {
            bench.closed(Integer.parseInt(args[2]), bench.half * 3 / 4);
            // a thread of the platform would compete with the one that carries all others
            Thread.startVirtualThread(() -> bench.open(Double.parseDouble(args[4])));
        } else {
            bench.closed(Integer.parseInt(args[2]), bench.end);
        }
        bench.measure(args[1]);
    }

    private void closed(int users, long until) {
        for (int i = 0; i < users; i++) {
            Thread.startVirtualThread(() -> {
                while (now() < until) {
                    one(now());
                }
            });
        }
    }

    private void open(double rate) {
        long first = half * 7 / 8;
        for (long n = 0; first + n * SECOND / rate < end; n++) {
            long intended = first + (long) (n * SECOND / rate);
            while (now() < intended) {
                LockSupport.parkNanos(intended - now());
            }
            Thread.startVirtualThread(() -> one(intended));
        }
    }

    private void one(long intended) {
        Called called = caller.call(new Place(numbers.getAndIncrement(), 0, 0), ask, intended);
        CallRecord record = called.record();
        requests.increment();
        chunks.add(record.tokens().events());
        if (record.outcome() != Outcome.OK) {
            failures.increment();
            failure = record.failure();
        }
        if (intended > half) {
            lag.recordValue(record.moments().began() - intended);
        }
    }

    private long now() {
        return System.nanoTime() - start;
    }

    private void measure(String what) throws InterruptedException {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Thread.sleep(Duration.ofNanos(half - now()));
        long cpu = system.getProcessCpuTime();
        long from = now();
        long requestsBefore = requests.sum();
        long chunksBefore = chunks.sum();
        Thread.sleep(Duration.ofNanos(end - now() - SECOND / 20));
        double seconds = (now() - from) / (double) SECOND;
        double micros = (system.getProcessCpuTime() - cpu) / 1000.0;
        long requestsNow = requests.sum() - requestsBefore;
        long chunksNow = chunks.sum() - chunksBefore;
        System.out.printf(
                "%s: %.0f requests/s, %.0f chunks/s, CPU %.1f us a request, %.2f us a chunk, "
                        + "%.0f %% of a core, lag p99 %.2f ms max %.2f ms, %d failures %s, "
                        + "%d connections again%n",
                what,
                requestsNow / seconds,
                chunksNow / seconds,
                micros / requestsNow,
                chunksNow == 0 ? 0 : micros / chunksNow,
                micros / seconds / 10_000,
                lag.getValueAtPercentile(99) / 1e6,
                lag.getMaxValue() / 1e6,
                failures.sum(),
                failure,
                caller.retriedConnections());
        System.exit(0);
    }
}
