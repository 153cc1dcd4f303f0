package dev.passerelle.gateway.admin;

import dev.passerelle.gateway.usage.UsageFormat;
import dev.passerelle.gateway.usage.UsageQuery;
import dev.passerelle.gateway.usage.UsageRow;
import java.util.List;

/// What was used.
///
/// @param query what was asked for
public record UsageReport(UsageQuery query, List<UsageRow> rows) {

    public String json() {
        return UsageFormat.json(query, rows);
    }

    public String csv() {
        return UsageFormat.csv(query, rows);
    }
}
