package dev.passerelle.gateway.usage;

import static dev.passerelle.gateway.usage.Samples.DAY;
import static dev.passerelle.gateway.usage.Samples.EUROS;
import static dev.passerelle.gateway.usage.Samples.LATENCY;
import static dev.passerelle.gateway.usage.Samples.NOON;
import static dev.passerelle.gateway.usage.Samples.WORK;
import static dev.passerelle.gateway.usage.Samples.account;
import static dev.passerelle.gateway.usage.Samples.everything;
import static dev.passerelle.gateway.usage.Samples.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.passerelle.gateway.admission.Scope;
import dev.passerelle.gateway.storage.Database;
import dev.passerelle.gateway.storage.TestDatabase;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Prices;
import dev.passerelle.gateway.usage.UsageQuery.Dimension;
import dev.passerelle.gateway.usage.UsageRecord.Closing;
import dev.passerelle.gateway.usage.UsageRecord.Opening;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The tables, what is charged by them and what is reported of them, on both databases.
class UsageTablesTest {

    @ParameterizedTest
    @EnumSource
    void recordsThatComeAgainCountOnce(TestDatabase kind) throws SQLException {
        try (Database database = kind.open()) {
            UsageTables tables = new UsageTables(database.source(), "g");
            UsageRecord first = record("k1", "acme/shop", NOON, WORK, 7);
            UsageRecord second = record("k1", "acme/shop", NOON, WORK, 8);

            tables.storeMissing(List.of(first));
            tables.storeMissing(List.of(first, second, second));
            tables.storeMissing(List.of(second, first));

            assertThat(report(database, everything()))
                    .containsExactly(row(null, null, null, 2, 0, 20, 15, 8, "0.000012", "EUR"));
            assertThat(TestRecords.read(database.source()))
                    .containsExactlyInAnyOrder(TestRecords.line(first), TestRecords.line(second));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStretchOfAJournalCountsOnce(TestDatabase kind) throws SQLException {
        try (Database database = kind.open()) {
            UsageTables tables = new UsageTables(database.source(), "g");
            UUID segment = UUID.randomUUID();
            UsageRecord first = record("k1", "acme/shop", NOON, WORK, 7);
            UsageRecord second = record("k1", "acme/shop", NOON, WORK, 8);
            UsageRecord other = record("k1", "acme/shop", NOON, WORK, 9);

            assertThat(tables.store(List.of(first), new Stretch(segment, 24, 100))).isEmpty();
            assertThat(tables.store(List.of(first, second), new Stretch(segment, 0, 200)))
                    .as("some of it is there")
                    .hasValue(100);
            assertThat(tables.store(List.of(second), new Stretch(segment, 100, 200))).isEmpty();
            assertThat(tables.store(List.of(second), new Stretch(segment, 100, 200))).hasValue(200);
            assertThat(tables.store(List.of(other), new Stretch(UUID.randomUUID(), 24, 90)))
                    .isEmpty();

            assertThat(report(database, everything()))
                    .containsExactly(row(null, null, null, 3, 0, 30, 24, 12, "0.0000189", "EUR"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void reportsByAnySetOfDimensions(TestDatabase kind) throws SQLException {
        try (Database database = kind.open()) {
            Work free = new Work("free", "r", "", NOON, 10, Prices.FREE);
            Work dollars = new Work("m", "r", "", NOON, 10, new Prices(1, 0, "USD"));
            new UsageTables(database.source(), "g")
                    .storeMissing(
                            List.of(
                                    record("k2", "acme/shop", NOON, WORK, 1),
                                    record("k1", "acme/shop", NOON, WORK, 2),
                                    record("k1", "acme/lab", NOON, free, 3),
                                    record("k1", "acme/lab", NOON, null, 0),
                                    record("k3", "other/lab", NOON, dollars, 4),
                                    record(
                                            "k1",
                                            "acme/shop",
                                            NOON.plus(Duration.ofDays(1)),
                                            WORK,
                                            5)));

            assertThat(report(database, everything(Dimension.PROJECT, Dimension.KEY)))
                    .containsExactly(
                            row("k1", "acme/lab", null, 2, 1, 10, 3, 4, "0", ""),
                            row("k1", "acme/shop", null, 2, 0, 20, 7, 8, "0.0000072", "EUR"),
                            row("k2", "acme/shop", null, 1, 0, 10, 1, 4, "0.0000021", "EUR"),
                            row("k3", "other/lab", null, 1, 0, 10, 4, 4, "0.00000000001", "USD"));
            assertThat(report(database, everything(Dimension.MODEL)))
                    .as("several currencies are several rows")
                    .extracting(UsageRow::model, UsageRow::currency, UsageRow::requests)
                    .containsExactly(
                            tuple("", "", 1L),
                            tuple("free", "", 1L),
                            tuple("m", "EUR", 3L),
                            tuple("m", "USD", 1L));
            assertThat(report(database, everything(Dimension.DAY)))
                    .extracting(UsageRow::day, UsageRow::requests, UsageRow::currency)
                    .containsExactly(
                            tuple(DAY, 4L, "EUR"),
                            tuple(DAY, 1L, "USD"),
                            tuple(DAY.plusDays(1), 1L, "EUR"));
            UsageQuery narrow = new UsageQuery(List.of(), DAY, DAY, "acme", "acme/shop", "k1", "m");
            assertThat(report(database, narrow))
                    .containsExactly(row(null, null, null, 1, 0, 10, 2, 4, "0.0000027", "EUR"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void chargesByScopeMeasureAndPeriod(TestDatabase kind) throws SQLException {
        try (Database database = kind.open()) {
            UsageRecord now = record("k1", "acme/shop", NOON, WORK, 1);
            new UsageTables(database.source(), "g1").storeMissing(List.of(now));
            new UsageTables(database.source(), "g2")
                    .storeMissing(
                            List.of(
                                    record("k1", "acme/shop", NOON, WORK, 2),
                                    record(
                                            "k1",
                                            "acme/shop",
                                            NOON.plus(Duration.ofDays(3)),
                                            WORK,
                                            3),
                                    record(
                                            "k1",
                                            "acme/shop",
                                            NOON.plus(Duration.ofDays(40)),
                                            WORK,
                                            4),
                                    record("k2", "acme/lab", NOON, WORK, 5)));
            JdbcCharges charges = new JdbcCharges(database.source());
            Scope key = new Scope(Scope.Kind.KEY, "k1");
            Scope project = new Scope(Scope.Kind.PROJECT, "acme/shop");
            Scope organisation = new Scope(Scope.Kind.ORGANISATION, "acme");
            Scope model = new Scope(Scope.Kind.MODEL, "m");

            assertThat(charges.charged(key, Measure.TOKENS_PER_DAY, DAY)).isEqualTo(23);
            assertThat(charges.charged(key, Measure.TOKENS_PER_MONTH, DAY.withDayOfMonth(1)))
                    .isEqualTo(36);
            assertThat(charges.charged(project, Measure.TOKENS_PER_DAY, DAY)).isEqualTo(23);
            assertThat(charges.charged(organisation, Measure.TOKENS_PER_DAY, DAY)).isEqualTo(38);
            assertThat(charges.charged(model, Measure.TOKENS_PER_DAY, DAY)).isEqualTo(38);
            assertThat(charges.byGateway(key, Measure.TOKENS_PER_DAY, DAY))
                    .isEqualTo(Map.of("g1", 11L, "g2", 12L));
            assertThat(charges.charged(key, Measure.MONEY_PER_DAY, DAY))
                    .isEqualTo(EUROS.cost(20, 3));
            assertThat(charges.charged(key, Measure.TOKENS_PER_DAY, DAY.plusDays(1))).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsInTheDayItsTokensWereReservedIn(TestDatabase kind) throws SQLException {
        try (Database database = kind.open()) {
            Instant midnight = DAY.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            Account before = account("k1", "acme/shop", midnight.minusNanos(1000));
            new UsageTables(database.source(), "g")
                    .storeMissing(
                            List.of(
                                    record(
                                            UUID.randomUUID(),
                                            before,
                                            Samples.reserved(WORK, midnight),
                                            7)));
            Scope key = new Scope(Scope.Kind.KEY, "k1");
            JdbcCharges charges = new JdbcCharges(database.source());
            assertThat(charges.charged(key, Measure.TOKENS_PER_DAY, DAY)).isZero();
            assertThat(charges.charged(key, Measure.TOKENS_PER_DAY, DAY.plusDays(1))).isEqualTo(17);
        }
    }

    @ParameterizedTest
    @EnumSource
    void knowsTheModelOfWhatWasRefused(TestDatabase kind) throws SQLException {
        try (Database database = kind.open()) {
            Account account = account("k1", "acme/shop", NOON);
            UsageRecord refused =
                    new UsageRecord(
                            Opening.refused(UUID.randomUUID(), account, "m", "0123abc"),
                            new Closing(
                                    Outcome.LIMITED, 429, new Counted(0, 0, 0, false), LATENCY));
            new UsageTables(database.source(), "g").storeMissing(List.of(refused));
            assertThat(TestRecords.read(database.source()))
                    .containsExactly(TestRecords.line(refused));
            assertThat(report(database, everything(Dimension.MODEL)))
                    .extracting(UsageRow::model, UsageRow::requests, UsageRow::refused)
                    .containsExactly(tuple("m", 1L, 1L));
        }
    }

    private static List<UsageRow> report(Database database, UsageQuery query) {
        return new JdbcUsageReports(database.source(), () -> {}).query(query);
    }

    private static UsageRow row(
            @Nullable String key,
            @Nullable String project,
            @Nullable String model,
            long requests,
            long refused,
            long prompt,
            long completion,
            long cached,
            String cost,
            String currency) {
        return new UsageRow(
                key,
                project,
                model,
                null,
                requests,
                refused,
                prompt,
                completion,
                cached,
                new BigDecimal(cost),
                currency);
    }
}
