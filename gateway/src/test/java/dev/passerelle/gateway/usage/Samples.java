package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Prices;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import dev.passerelle.gateway.usage.UsageRecord.Closing;
import dev.passerelle.gateway.usage.UsageRecord.Opening;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Requests as tests record them.
final class Samples {
    static final Instant NOON = Instant.parse("2026-03-14T12:00:00.123456Z");
    static final LocalDate DAY = LocalDate.parse("2026-03-14");
    static final Prices EUROS = new Prices(150_000, 600_000, "EUR");
    static final Work WORK = new Work("m", "0123abc", "paris", "fr-par", NOON, 10, EUROS);
    static final Latency LATENCY =
            new Latency(
                    Duration.ofNanos(12_345),
                    Duration.ofMillis(1),
                    Duration.ofMillis(20),
                    Duration.ofMillis(300),
                    Duration.ofMillis(322));

    private Samples() {}

    static Account account(String key, String project, Instant time) {
        Caller caller =
                new Caller(
                        key,
                        Project.parse(project).orElseThrow(),
                        Role.MEMBER,
                        Set.of(),
                        Set.of(),
                        Limits.NONE);
        return new Account("req-" + key, "/v1/chat/completions", caller, time);
    }

    /// A request of ten prompt tokens.
    static UsageRecord record(
            String key, String project, Instant time, @Nullable Work work, long completion) {
        return record(
                UUID.randomUUID(),
                account(key, project, time),
                work == null ? null : reserved(work, time),
                completion);
    }

    /// Some work whose tokens were reserved at a time.
    static Work reserved(Work work, Instant time) {
        return new Work(
                work.model(),
                work.revision(),
                work.deployment(),
                work.region(),
                time,
                work.promptTokens(),
                work.prices());
    }

    static UsageRecord record(UUID id, Account account, @Nullable Work work, long completion) {
        return new UsageRecord(
                work == null ? Opening.refused(id, account, "", "") : Opening.of(id, account, work),
                work == null
                        ? new Closing(Outcome.LIMITED, 429, new Counted(0, 0, 0, false), LATENCY)
                        : new Closing(
                                Outcome.COMPLETED,
                                200,
                                new Counted(10, completion, 4, completion % 2 == 1),
                                LATENCY));
    }

    static UsageQuery everything(UsageQuery.Dimension... by) {
        return new UsageQuery(
                List.of(by), DAY.minusYears(50), DAY.plusYears(50), null, null, null, null);
    }
}
