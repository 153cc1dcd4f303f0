package dev.passerelle.gateway.usage;

import static dev.passerelle.gateway.usage.Samples.EUROS;
import static dev.passerelle.gateway.usage.Samples.LATENCY;
import static dev.passerelle.gateway.usage.Samples.NOON;
import static dev.passerelle.gateway.usage.Samples.WORK;
import static dev.passerelle.gateway.usage.Samples.account;
import static dev.passerelle.gateway.usage.Samples.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.storage.Database;
import dev.passerelle.gateway.storage.DatabaseInUseException;
import dev.passerelle.gateway.storage.TestDatabase;
import dev.passerelle.gateway.usage.Ledger.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournaledLedgerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Small segments, and no checkpoint but those the test asks for.
    private static final LedgerOptions OPTIONS =
            new LedgerOptions(
                    8_192,
                    Duration.ofHours(1),
                    Duration.ofMillis(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5));

    /// The same, but an end waits for no database.
    private static final LedgerOptions HASTY =
            new LedgerOptions(
                    8_192,
                    Duration.ofHours(1),
                    Duration.ofMillis(1),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(1));

    @TempDir Path home;
    private Database database;
    private Outages source;

    @BeforeEach
    void open() {
        database = TestDatabase.H2.open();
        source = new Outages(database.source());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void recordsWhatEnds() throws IOException, SQLException {
        try (JournaledLedger ledger = ledger(home)) {
            Entry worked = ledger.open(account("k1", "acme/shop", NOON));
            worked.begin(WORK);
            worked.generated(3);
            end(worked, 7);
            end(worked, 8);
            Entry refused = ledger.open(account("k1", "acme/shop", NOON));
            refused.end(Outcome.LIMITED, 429, 0, 0, 0, LATENCY);

            assertThat(ledger.flush(PATIENCE)).isTrue();
            assertThat(outcomes()).containsExactlyInAnyOrder("completed 10+7", "limited 0+0");
            UsageRow sum = report().getFirst();
            assertThat(sum.requests()).isEqualTo(2);
            assertThat(sum.refused()).isEqualTo(1);
            assertThat(sum.completionTokens()).isEqualTo(7);
        }
        assertThat(segments(home)).isEmpty();
    }

    @Test
    void aReportRightAfterARequestHasIt() throws IOException {
        try (JournaledLedger ledger = ledger(home)) {
            UsageReports reports =
                    new JdbcUsageReports(database.source(), () -> ledger.flush(PATIENCE));
            Entry entry = ledger.open(account("k1", "acme/shop", NOON));
            entry.begin(WORK);
            end(entry, 5);

            assertThat(reports.query(everything()).getFirst().completionTokens()).isEqualTo(5);
        }
    }

    @Test
    void whatAKilledProcessLeftOpenIsSettledByItsLastCheckpoint() throws IOException, SQLException {
        JournaledLedger killed = ledger(home);
        Entry running = killed.open(account("k1", "acme/shop", NOON));
        running.begin(WORK);
        running.generated(3);
        killed.checkpoint();
        running.generated(4);
        killed.checkpoint();
        running.generated(99);
        Entry reading = killed.open(account("k2", "acme/shop", NOON));
        reading.begin(WORK);
        Path left = kill(killed);

        try (JournaledLedger next = ledger(left)) {
            assertThat(outcomes())
                    .as("before anything is admitted")
                    .containsExactlyInAnyOrder("interrupted 10+4", "interrupted 10+0");
            assertThat(next.running()).isZero();
        }
        try (JournaledLedger _ = ledger(left)) {
            assertThat(report().getFirst().requests()).isEqualTo(2);
        }
    }

    @Test
    void theNewestWorkCountsWhenAnotherDeploymentTakesOver() throws IOException, SQLException {
        Work first = new Work("m", "", "near", "fr-par", NOON, 10, EUROS);
        Work second = new Work("m", "", "far", "nl-ams", NOON, 12, EUROS);
        JournaledLedger killed = ledger(home);
        Entry running = killed.open(account("k1", "acme/shop", NOON));
        running.begin(first);
        running.begin(second);
        Entry ended = killed.open(account("k1", "acme/shop", NOON));
        ended.begin(first);
        ended.begin(second);
        ended.end(Outcome.COMPLETED, 200, new Counted(11, 5, 0, true), LATENCY);
        Path left = kill(killed);

        try (JournaledLedger _ = ledger(left)) {
            assertThat(outcomes()).containsExactlyInAnyOrder("interrupted 12+0", "completed 11+5");
            assertThat(TestRecords.read(database.source()))
                    .anyMatch(line -> line.endsWith("|far|true"))
                    .anyMatch(line -> line.endsWith("|far|false"));
        }
    }

    @Test
    void aRequestThatOutlivesSegmentsIsKnownAllTheSame() throws IOException, SQLException {
        JournaledLedger killed = ledger(home);
        Entry running = killed.open(account("long", "acme/shop", NOON));
        running.begin(WORK);
        running.generated(5);
        killed.checkpoint();
        for (int i = 0; i < 200; i++) {
            Entry entry = killed.open(account("k", "acme/shop", NOON));
            entry.begin(WORK);
            end(entry, 1);
        }
        assertThat(killed.flush(PATIENCE)).isTrue();
        assertThat(segments(home)).as("older ones are deleted").hasSizeLessThan(3);
        Path left = kill(killed);

        try (JournaledLedger _ = ledger(left)) {
            assertThat(outcomes()).hasSize(201).contains("interrupted 10+5");
            assertThat(report().getFirst().requests()).isEqualTo(201);
        }
    }

    @Test
    void recordsThatReachedTheDatabaseBeforeAKillDontCountTwice() throws IOException, SQLException {
        JournaledLedger killed = ledger(home);
        Entry entry = killed.open(account("k1", "acme/shop", NOON));
        entry.begin(WORK);
        end(entry, 7);
        assertThat(killed.flush(PATIENCE)).isTrue();
        Path left = kill(killed);

        try (JournaledLedger _ = ledger(left)) {
            assertThat(outcomes()).containsExactly("completed 10+7");
            assertThat(report().getFirst().completionTokens()).isEqualTo(7);
        }
    }

    @Test
    void whatIsInTheDatabaseIsPassedOverAndWhatFollowsIsnt() throws IOException, SQLException {
        JournaledLedger killed = JournaledLedger.open(home, source, "g", HASTY);
        Entry first = killed.open(account("k1", "acme/shop", NOON));
        first.begin(WORK);
        end(first, 7);
        assertThat(killed.flush(PATIENCE)).isTrue();
        source.away(true);
        Entry second = killed.open(account("k1", "acme/shop", NOON));
        second.begin(WORK);
        end(second, 8);
        Path left = kill(killed);

        try (JournaledLedger next = ledger(left)) {
            assertThat(outcomes()).containsExactlyInAnyOrder("completed 10+7", "completed 10+8");
            assertThat(report().getFirst().completionTokens()).isEqualTo(15);
            assertThat(next.backlog()).isZero();
        }
    }

    @Test
    void aSegmentOfTheVersionBeforeCountsOnceToo() throws IOException, SQLException {
        JournaledLedger killed = JournaledLedger.open(home, source, "g", HASTY);
        Entry first = killed.open(account("k1", "acme/shop", NOON));
        first.begin(WORK);
        end(first, 7);
        assertThat(killed.flush(PATIENCE)).isTrue();
        source.away(true);
        Entry second = killed.open(account("k1", "acme/shop", NOON));
        second.begin(WORK);
        end(second, 8);
        Path left = kill(killed);
        for (Path segment : segments(left)) {
            withoutId(segment);
        }

        try (JournaledLedger _ = ledger(left)) {
            assertThat(outcomes()).containsExactlyInAnyOrder("completed 10+7", "completed 10+8");
            assertThat(report().getFirst().completionTokens()).isEqualTo(15);
        }
    }

    @Test
    void aLostAnswerToACommitChargesOnce() throws IOException, SQLException {
        try (JournaledLedger ledger = ledger(home)) {
            source.loseAnswers(1);
            Entry entry = ledger.open(account("k1", "acme/shop", NOON));
            entry.begin(WORK);
            end(entry, 7);

            assertThat(ledger.flush(PATIENCE)).isTrue();
            assertThat(source.lostAnswers()).isEqualTo(1);
            assertThat(report().getFirst().requests()).isEqualTo(1);
            assertThat(ledger.backlog()).isZero();
        }
    }

    @Test
    void anAbsentDatabaseHoldsUpNobodyAndLosesNothing() throws IOException, SQLException {
        List<Path> files;
        try (JournaledLedger ledger = ledger(home)) {
            source.away(true);
            for (int i = 0; i < 2_000; i++) {
                Entry entry = ledger.open(account("k" + i % 7, "acme/shop", NOON));
                entry.begin(WORK);
                entry.generated(1);
                end(entry, 1);
            }
            files = segments(home);
            assertThat(ledger.running()).as("kept in memory").isZero();
            assertThat(report()).isEmpty();

            source.away(false);
            assertThat(ledger.flush(PATIENCE)).isTrue();
            assertThat(report().getFirst().requests()).isEqualTo(2_000);
        }
        assertThat(files).as("kept on the disk").hasSizeGreaterThan(10);
        assertThat(segments(home)).isEmpty();
    }

    @Test
    void whatTheDatabaseDidntTakeAtTheEndWaitsForTheNextStart() throws IOException, SQLException {
        try (JournaledLedger ledger = JournaledLedger.open(home, source, "g", HASTY)) {
            source.away(true);
            Entry entry = ledger.open(account("k1", "acme/shop", NOON));
            entry.begin(WORK);
            end(entry, 7);
        }
        source.away(false);
        try (JournaledLedger _ = ledger(home)) {
            assertThat(outcomes()).containsExactly("completed 10+7");
        }
    }

    @Test
    void aHomeIsOneProcesss() throws IOException {
        try (JournaledLedger _ = ledger(home)) {
            assertThatThrownBy(() -> ledger(home))
                    .isInstanceOf(DatabaseInUseException.class)
                    .hasMessageContaining(home.toString())
                    .hasMessageContaining("PASSERELLE_HOME")
                    .hasMessageContaining("storage.url");
        }
    }

    @Test
    void theIdOfAGatewayStays() throws IOException {
        String id = GatewayId.of(home);

        assertThat(id).matches("[0-9a-f]{16}").isEqualTo(GatewayId.of(home));
        assertThat(GatewayId.of(home.resolve("other"))).isNotEqualTo(id);
    }

    private JournaledLedger ledger(Path directory) throws IOException {
        return JournaledLedger.open(directory, source, "g", OPTIONS);
    }

    private static void end(Entry entry, long completionTokens) {
        entry.end(Outcome.COMPLETED, 200, 10, completionTokens, 4, LATENCY);
    }

    /// A home with the files as they are at this moment.
    private Path kill(JournaledLedger ledger) throws IOException {
        Path copy = home.resolveSibling(home.getFileName() + "-killed");
        Path journal = Files.createDirectories(copy.resolve("usage").resolve("journal"));
        for (Path segment : segments(home)) {
            Files.copy(segment, journal.resolve(segment.getFileName()));
        }
        source.away(true);
        ledger.close();
        source.away(false);
        return copy;
    }

    /// As segments began before they had ids.
    private static void withoutId(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        byte[] old = new byte[bytes.length - 16];
        System.arraycopy(bytes, 0, old, 0, 8);
        System.arraycopy(bytes, 24, old, 8, old.length - 8);
        old[7] = 1;
        Files.write(segment, old);
    }

    private List<String> outcomes() throws SQLException {
        List<String> outcomes = new ArrayList<>();
        for (String line : TestRecords.read(database.source())) {
            String[] fields = line.split("\\|", -1);
            outcomes.add("%s %s+%s".formatted(fields[9], fields[11], fields[12]));
        }
        return outcomes;
    }

    private List<UsageRow> report() {
        return new JdbcUsageReports(database.source(), () -> {}).query(everything());
    }

    private static List<Path> segments(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("usage").resolve("journal"))) {
            return files.filter(file -> file.toString().endsWith(".journal")).sorted().toList();
        }
    }
}
