package dev.passerelle.gateway.usage;

import static dev.passerelle.gateway.usage.Samples.everything;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.config.StorageConfig;
import dev.passerelle.gateway.storage.Database;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process under load is killed again and again; then the ledger says what its clients received.
class KillTest {
    private static final int KILLS = Integer.getInteger("passerelle.kills", 3);
    private static final long SEED = 20260314;

    /// The promise is a tenth of a second. A machine that is busy with other tests runs nobody in
    /// time, so that only a gross loss fails here; what was measured is printed.
    private static final long GROSS_LOSS_MILLIS = 2_000;

    @TempDir Path home;

    /// What the client of one request received.
    private record Client(boolean ended, long received) {}

    private final Map<String, Client> clients = new HashMap<>();
    private final Map<String, Map<Long, Long>> times = new HashMap<>();
    private final Map<String, Long> killedAt = new HashMap<>();

    @Test
    void theLedgerAgreesWithTheClients() throws IOException, InterruptedException, SQLException {
        Random random = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start(kill);
            try (BufferedReader out = process.inputReader()) {
                readUntilKilled(process, out, 300 + random.nextInt(1_500));
            }
            process.waitFor();
        }
        try (Database database = Database.open(StorageConfig.DEFAULT, home);
                JournaledLedger _ =
                        JournaledLedger.open(home, database.source(), GatewayId.of(home))) {
            compare(database);
        }
    }

    private Process start(int number) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledGateway.class.getName(),
                        home.toString(),
                        Long.toString(SEED),
                        Integer.toString(number))
                .redirectError(new File("/dev/null"))
                .start();
    }

    /// @param millis after its first request
    private void readUntilKilled(Process process, BufferedReader out, int millis)
            throws IOException {
        Map<String, Client> mine = new HashMap<>();
        long first = -1;
        long last = 0;
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            String[] words = line.split(" ", -1);
            if (words.length < 4) {
                continue;
            }
            last = Long.parseLong(words[3]);
            first = first < 0 ? last : first;
            long tokens = Long.parseLong(words[2]);
            mine.put(words[1], new Client(words[0].equals("ended"), tokens));
            times.computeIfAbsent(words[1], _ -> new HashMap<>()).put(tokens, last);
            if (last - first >= millis) {
                process.toHandle().destroyForcibly();
            }
        }
        assertThat(first).as("it began").isNotNegative();
        for (String id : mine.keySet()) {
            killedAt.put(id, last);
        }
        clients.putAll(mine);
    }

    private void compare(Database database) throws SQLException {
        Map<String, String[]> records = new HashMap<>();
        long tokens = 0;
        long interrupted = 0;
        for (String line : TestRecords.read(database.source())) {
            String[] fields = line.split("\\|", -1);
            assertThat(records.put(fields[2], fields)).as("twice: %s", line).isNull();
            tokens += Long.parseLong(fields[12]);
            interrupted += fields[9].equals("interrupted") ? 1 : 0;
        }
        assertThat(records).hasSizeGreaterThanOrEqualTo(clients.size());
        long worst = 0;
        for (Map.Entry<String, Client> client : clients.entrySet()) {
            String id = client.getKey();
            assertThat(records).as("record of a request").containsKey(id);
            String[] record = requireNonNull(records.get(id));
            worst = Math.max(worst, lossMillis(id, client.getValue(), record));
        }
        UsageRow sum =
                new JdbcUsageReports(database.source(), () -> {}).query(everything()).getFirst();
        assertThat(sum.requests()).isEqualTo(records.size());
        assertThat(sum.completionTokens()).isEqualTo(tokens);
        System.out.printf(
                "%d kills: %d requests, %d cut off, none lost, none twice, at most the last %d ms"
                        + " of a stream%n",
                KILLS, records.size(), interrupted, worst);
    }

    private long lossMillis(String id, Client client, String[] record) {
        long recorded = Long.parseLong(record[12]);
        if (client.ended()) {
            assertThat(record[9]).as(id).isIn("completed", "limited");
            assertThat(recorded).as(id).isEqualTo(client.received());
            return 0;
        }
        assertThat(record[11]).as("prompt tokens of %s", id).isEqualTo("10");
        if (record[9].equals("completed") || recorded >= client.received()) {
            assertThat(recorded).as(id).isBetween(client.received(), client.received() + 1);
            return 0;
        }
        assertThat(record[9]).as(id).isEqualTo("interrupted");
        Map<Long, Long> received = requireNonNull(times.get(id));
        long loss = requireNonNull(killedAt.get(id)) - requireNonNull(received.get(recorded + 1));
        assertThat(loss).as("lost of %s, in ms", id).isLessThan(GROSS_LOSS_MILLIS);
        return loss;
    }
}
