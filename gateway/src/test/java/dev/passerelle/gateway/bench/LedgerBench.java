package dev.passerelle.gateway.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.passerelle.gateway.config.StorageConfig;
import dev.passerelle.gateway.storage.Database;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Prices;
import dev.passerelle.gateway.usage.Account;
import dev.passerelle.gateway.usage.GatewayId;
import dev.passerelle.gateway.usage.JournaledLedger;
import dev.passerelle.gateway.usage.Latency;
import dev.passerelle.gateway.usage.Ledger;
import dev.passerelle.gateway.usage.Outcome;
import dev.passerelle.gateway.usage.Work;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// What it costs to open a home, to record a request, and to bring it to H2.
public final class LedgerBench {
    private static final int RECORDS = 200_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final LongAdder RECORDING = new LongAdder();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Work WORK =
            new Work(
                    "smollm2-135m-instruct",
                    "0123456789abcdef",
                    "",
                    Instant.EPOCH,
                    40,
                    new Prices(1, 2, "EUR"));
    private static final Latency LATENCY =
            new Latency(
                    Duration.ofNanos(12_345),
                    Duration.ofMillis(1),
                    Duration.ofMillis(2),
                    Duration.ofMillis(3),
                    Duration.ofMillis(4));

    private LedgerBench() {}

    /// @param args none
    public static void main(String[] args) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("ledger-bench");
        for (String what : List.of("fresh", "existing", "existing, warm")) {
            long cpu = cpu();
            long start = System.nanoTime();
            Database database = Database.open(StorageConfig.DEFAULT, home);
            long opened = System.nanoTime();
            JournaledLedger.open(home, database.source(), GatewayId.of(home)).close();
            System.out.printf(
                    "%s home: database %.0f ms, ledger %.0f ms; %.0f ms CPU%n",
                    what,
                    (opened - start) / 1e6,
                    (System.nanoTime() - opened) / 1e6,
                    (cpu() - cpu) / 1e6);
            database.close();
        }
        try (Database database = Database.open(StorageConfig.DEFAULT, home);
                JournaledLedger ledger =
                        JournaledLedger.open(home, database.source(), GatewayId.of(home))) {
            for (int threads : List.of(1, 1, 2, 4)) {
                measure(ledger, threads);
            }
        }
    }

    private static void measure(JournaledLedger ledger, int threads) throws InterruptedException {
        long cpu = cpu();
        List<Thread> workers = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            workers.add(Thread.ofPlatform().start(() -> record(ledger, RECORDS / threads)));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        long recording = RECORDING.sumThenReset();
        boolean all = ledger.flush(PATIENCE);
        long flushed = System.nanoTime();
        System.out.printf(
                "%d threads: begin + end %.1f us CPU a request, bringing it to H2 %.1f us CPU; all"
                        + " %s there after %.2f s%n",
                threads,
                recording / 1e3 / RECORDS,
                (cpu() - cpu - recording) / 1e3 / RECORDS,
                all ? "is" : "ISN'T",
                (flushed - start) / 1e9);
    }

    private static void record(Ledger ledger, int number) {
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < number; i++) {
            Account account =
                    new Account(
                            "req-0123456789abcdef" + i,
                            "/v1/chat/completions",
                            Caller.LOCAL,
                            Instant.now());
            Ledger.Entry entry = ledger.open(account);
            entry.begin(WORK);
            entry.generated(i);
            entry.end(Outcome.COMPLETED, 200, 40, 20, 0, LATENCY);
        }
        RECORDING.add(THREADS.getCurrentThreadCpuTime() - before);
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
