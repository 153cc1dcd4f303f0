package dev.passerelle.gateway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.Prepared;
import dev.passerelle.gateway.answer.TraceParent;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.DeploymentConfig.Protocol;
import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.openai.RawRequest;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Regions;
import dev.passerelle.gateway.upstream.UpstreamBackend;
import dev.passerelle.runtime.Tenant;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/// CPU time of a call to an upstream that runs already, without any server of ours.
public final class UpstreamBench {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final UpstreamBackend backend;
    private final int threads;

    private UpstreamBench(UpstreamBackend backend, int threads) {
        this.backend = backend;
        this.threads = threads;
    }

    /// @param args the upstream's base URL, calls at once, streams at once, seconds of each run
    public static void main(String[] args) throws InterruptedException {
        long seconds = Long.parseLong(args[3]);
        for (int run = 0; run < 2; run++) {
            String kind = run == 0 ? "warm-up" : "measured";
            of(args[0], Integer.parseInt(args[1])).run(kind + ", whole", false, seconds);
            of(args[0], Integer.parseInt(args[2])).run(kind + ", streams", true, seconds);
        }
    }

    private static UpstreamBench of(String url, int threads) {
        DeploymentConfig.Upstream config =
                new DeploymentConfig.Upstream(
                        "stub",
                        new DeploymentConfig.Share(null, null, 1, Limits.NONE, null, 0),
                        URI.create(url),
                        "sk-bench",
                        "stub-model",
                        Map.of(),
                        Protocol.AUTO,
                        500,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        256,
                        null);
        return new UpstreamBench(
                UpstreamBackend.of("gpt-4o-mini", config, InstantSource.system()), threads);
    }

    private void run(String name, boolean stream, long seconds) throws InterruptedException {
        CallRequest call = call(stream);
        LongAdder calls = new LongAdder();
        LongAdder parts = new LongAdder();
        long cpu = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        long end = start + Duration.ofSeconds(seconds).toNanos();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < threads; i++) {
                var _ =
                        executor.submit(() -> {
                            while (System.nanoTime() < end) {
                                parts.add(call(call));
                                calls.increment();
                            }
                            return null;
                        });
            }
        }
        double wall = (System.nanoTime() - start) / 1e9;
        double used = (SYSTEM.getProcessCpuTime() - cpu) / 1e3;
        System.out.printf(
                "%s: %.0f calls/s, %.1f us CPU per call, %.2f parts per call%n",
                name, calls.sum() / wall, used / calls.sum(), (double) parts.sum() / calls.sum());
        backend.close();
    }

    private static CallRequest call(boolean stream) {
        byte[] body =
                "{\"model\":\"gpt-4o-mini\",%s\"messages\":[{\"role\":\"system\",\"content\":\"You are a helpful assistant.\"},{\"role\":\"user\",\"content\":\"What does the fox say?\"}],\"temperature\":0.7}"
                        .formatted(stream ? "\"stream\":true," : "")
                        .getBytes(UTF_8);
        return new CallRequest(
                RawRequest.read(Endpoint.CHAT_COMPLETIONS, body),
                Caller.ANYONE,
                Tenant.EVERYONE,
                Regions.ALL,
                "req_0123456789abcdef",
                new TraceParent("00-11111111111111111111111111111111-2222222222222222-01", ""));
    }

    private int call(CallRequest call) throws InterruptedException {
        int parts = 0;
        try (Prepared prepared = backend.prepare(call);
                Answer answer = prepared.begin(Reservation.free(prepared.count().most()))) {
            while (answer.next() != null) {
                parts++;
            }
        }
        return parts;
    }
}
