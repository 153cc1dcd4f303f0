package dev.passerelle.gateway.usage;

import static dev.passerelle.gateway.usage.Samples.LATENCY;
import static dev.passerelle.gateway.usage.Samples.NOON;
import static dev.passerelle.gateway.usage.Samples.WORK;
import static dev.passerelle.gateway.usage.Samples.account;
import static dev.passerelle.gateway.usage.Samples.everything;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.storage.Database;
import dev.passerelle.gateway.usage.Ledger.Entry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// PostgreSQL is stopped or killed, and started again, while requests end.
@Timeout(180)
class PostgresOutageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path home;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsLostAndNothingCountsTwice(boolean killed)
            throws IOException, InterruptedException, SQLException {
        EmbeddedPostgres server = server(0);
        int port = server.getPort();
        try (Database database =
                        Database.open(server.getJdbcUrl("postgres", "postgres"), "postgres", "");
                JournaledLedger ledger = JournaledLedger.open(home, database.source(), "g")) {
            AtomicBoolean enough = new AtomicBoolean();
            AtomicInteger ended = new AtomicInteger();
            List<Thread> clients =
                    IntStream.range(0, 4)
                            .mapToObj(i ->
                                    Thread.startVirtualThread(() -> load(ledger, enough, ended)))
                            .toList();
            for (int i = 0; i < 2; i++) {
                awaitMore(ended);
                if (killed) {
                    kill();
                }
                server.close();
                awaitMore(ended);
                server = server(port);
            }
            awaitMore(ended);
            enough.set(true);
            for (Thread client : clients) {
                client.join();
            }

            assertThat(ledger.flush(PATIENCE)).isTrue();
            assertThat(TestRecords.read(database.source())).hasSize(ended.get());
            UsageRow sum =
                    new JdbcUsageReports(database.source(), () -> {})
                            .query(everything())
                            .getFirst();
            assertThat(sum.requests()).isEqualTo(ended.get());
            assertThat(sum.completionTokens()).isEqualTo(3L * ended.get());
        } finally {
            server.close();
        }
    }

    /// Configured not to wait for the disk when it commits.
    private EmbeddedPostgres server(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory())
                .setCleanDataDirectory(false)
                .setServerConfig("synchronous_commit", "off")
                .setPort(port)
                .start();
    }

    private Path directory() {
        return home.resolve("postgres");
    }

    /// Kills the server's first process and those it began, which would live on for a moment.
    private void kill() throws IOException {
        long pid =
                Long.parseLong(
                        Files.readAllLines(directory().resolve("postmaster.pid")).getFirst());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    private static void awaitMore(AtomicInteger ended) throws InterruptedException {
        int goal = ended.get() + 500;
        while (ended.get() < goal) {
            Thread.sleep(1);
        }
    }

    private static void load(Ledger ledger, AtomicBoolean enough, AtomicInteger ended) {
        while (!enough.get()) {
            Entry entry = ledger.open(account("k", "acme/shop", NOON));
            entry.begin(WORK);
            entry.generated(3);
            entry.end(Outcome.COMPLETED, 200, 10, 3, 0, LATENCY);
            ended.incrementAndGet();
            LockSupport.parkNanos(500_000);
        }
    }
}
