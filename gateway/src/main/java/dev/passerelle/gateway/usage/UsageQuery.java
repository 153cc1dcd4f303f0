package dev.passerelle.gateway.usage;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a report is to tell.
///
/// @param by what to tell apart, in order; empty sums up everything
/// @param from first day, UTC
/// @param to last day, UTC, included
/// @param organisation only this one's
/// @param project `organisation/name`: only this one's
public record UsageQuery(
        List<Dimension> by,
        LocalDate from,
        LocalDate to,
        @Nullable String organisation,
        @Nullable String project,
        @Nullable String key,
        @Nullable String model) {

    /// What usage can be told apart by.
    public enum Dimension {
        KEY,
        PROJECT,
        MODEL,
        DAY;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public UsageQuery {
        by = List.copyOf(by);
    }
}
