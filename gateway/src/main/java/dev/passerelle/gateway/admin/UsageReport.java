package dev.passerelle.gateway.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.passerelle.gateway.openai.Json;
import dev.passerelle.gateway.usage.UsageQuery;
import dev.passerelle.gateway.usage.UsageQuery.Dimension;
import dev.passerelle.gateway.usage.UsageRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was used, as `GET /api/usage` tells it.
///
/// @param from first day, UTC
/// @param to last day, UTC, included
public record UsageReport(
        String object, LocalDate from, LocalDate to, List<String> by, List<Row> data) {

    /// One line. What wasn't asked to be told apart is absent.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Row(
            @Nullable String key,
            @Nullable String project,
            @Nullable String model,
            @Nullable LocalDate day,
            long requests,
            long refused,
            long promptTokens,
            long completionTokens,
            long cachedTokens,
            BigDecimal cost,
            String currency) {

        static Row of(UsageRow row) {
            return new Row(
                    row.key(),
                    row.project(),
                    row.model(),
                    row.day(),
                    row.requests(),
                    row.refused(),
                    row.promptTokens(),
                    row.completionTokens(),
                    row.cachedTokens(),
                    plain(row.cost()),
                    row.currency());
        }

        private static BigDecimal plain(BigDecimal cost) {
            return cost.scale() < 0 ? cost.setScale(0) : cost;
        }
    }

    static UsageReport of(UsageQuery query, List<UsageRow> rows) {
        return new UsageReport(
                "usage",
                query.from(),
                query.to(),
                query.by().stream().map(Dimension::id).toList(),
                rows.stream().map(Row::of).toList());
    }

    public byte[] encode() {
        return Json.bytes(this);
    }
}
