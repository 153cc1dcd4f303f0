package dev.passerelle.loadtests.bench;

import dev.passerelle.loadtests.distribution.Distributions;
import dev.passerelle.loadtests.stub.Served;
import dev.passerelle.loadtests.stub.Stub;
import dev.passerelle.loadtests.stub.StubOptions;
import dev.passerelle.loadtests.stub.StubOptions.Latency;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

/// How late a stub is with its tokens: `StubBench RATE SECONDS`, at a constant rate of chats of 20
/// tokens, first token after 50 to 150 ms, the next after 5 to 15 ms each. The client is in the
/// same process, and does nothing but read.
final class StubBench {
    private static final int TOKENS = 20;
    private static final byte[] ASKED =
            "{\"model\":\"stub\",\"stream\":true,\"max_tokens\":%d,\"messages\":[{\"role\":\"user\",\"content\":\"a b c\"}]}"
                    .formatted(TOKENS)
                    .getBytes(StandardCharsets.US_ASCII);

    private StubBench() {}

    public static void main(String[] args) throws Exception {
        int rate = Integer.parseInt(args[0]);
        int requests = rate * Integer.parseInt(args[1]);
        Latency latency =
                Latency.DEFAULT
                        .withTtft(Distributions.parse("uniform(50, 150)"))
                        .withItl(Distributions.parse("uniform(5, 15)"));
        StubOptions options = StubOptions.DEFAULT.withLatency(latency).withRemember(1_000_000);
        try (Stub stub = Stub.start(options)) {
            ask(stub, rate, rate); // warm-up
            double cpu = cpuSeconds();
            long begin = System.nanoTime();
            ask(stub, rate, requests);
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    "%d requests/s, %d tokens/s, client and stub together %.2f processors%n",
                    rate, rate * TOKENS, (cpuSeconds() - cpu) / seconds);
            List<Served> truth = stub.truth();
            List<Served> measured = truth.subList(rate, truth.size());
            print("first token", measured, each -> each.firstSent() - each.firstDue());
            print("last token", measured, each -> each.lastSent() - each.lastDue());
        }
    }

    private static void ask(Stub stub, int rate, int requests) throws InterruptedException {
        var idle = new ConcurrentLinkedQueue<Socket>();
        var done = new CountDownLatch(requests);
        long begin = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            long due = begin + i * 1_000_000_000L / rate;
            while (due - System.nanoTime() > 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            Thread.startVirtualThread(() -> {
                try {
                    chat(stub, idle);
                } catch (IOException e) {
                    System.out.println(e);
                }
                done.countDown();
            });
        }
        done.await();
        idle.forEach(StubBench::close);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            System.out.println(e);
        }
    }

    private static void chat(Stub stub, ConcurrentLinkedQueue<Socket> idle) throws IOException {
        Socket kept = idle.poll();
        Socket socket =
                kept == null ? new Socket(InetAddress.getLoopbackAddress(), stub.port()) : kept;
        socket.setTcpNoDelay(true);
        String head =
                "POST /v1/chat/completions HTTP/1.1\r\nHost: stub\r\nContent-Length: %d\r\n\r\n"
                        .formatted(ASKED.length);
        byte[] request = new byte[head.length() + ASKED.length];
        System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, request, 0, head.length());
        System.arraycopy(ASKED, 0, request, head.length(), ASKED.length);
        socket.getOutputStream().write(request);
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[8192];
        int read = in.read(bytes);
        while (read > 0 && !ended(bytes, read)) {
            read = in.read(bytes);
        }
        idle.add(socket);
    }

    private static boolean ended(byte[] bytes, int length) {
        return length >= 5
                && bytes[length - 5] == '0'
                && bytes[length - 3] == '\n'
                && bytes[length - 1] == '\n';
    }

    private static void print(String what, List<Served> measured, ToLongFunction<Served> late) {
        long[] sorted = measured.stream().mapToLong(late).sorted().toArray();
        double mean = measured.stream().mapToLong(late).average().orElseThrow();
        System.out.printf(
                "  %s late, ms: mean %.3f  p50 %.3f  p90 %.3f  p99 %.3f  max %.3f%n",
                what,
                mean / 1e6,
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 9 / 10] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6,
                sorted[sorted.length - 1] / 1e6);
    }

    private static double cpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : Double.NaN;
    }
}
