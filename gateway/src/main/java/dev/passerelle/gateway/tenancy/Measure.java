package dev.passerelle.gateway.tenancy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a limit counts, and over which time.
///
/// A rate of N a minute is a bucket of N that refills evenly. A budget is a counter that begins at
/// zero with each day or month, UTC. Money is counted in 10⁻¹² of the currency, so that the price
/// of one token is a whole number ([Prices]).
public enum Measure {
    REQUESTS_PER_MINUTE(Unit.REQUESTS, Window.MINUTE),
    TOKENS_PER_MINUTE(Unit.TOKENS, Window.MINUTE),
    CONCURRENT_REQUESTS(Unit.REQUESTS, Window.NOW),
    TOKENS_PER_DAY(Unit.TOKENS, Window.DAY),
    TOKENS_PER_MONTH(Unit.TOKENS, Window.MONTH),
    MONEY_PER_DAY(Unit.MONEY, Window.DAY),
    MONEY_PER_MONTH(Unit.MONEY, Window.MONTH);

    /// What is counted.
    public enum Unit {
        REQUESTS,
        TOKENS,
        MONEY
    }

    /// How long a charge counts.
    public enum Window {
        /// While the request runs.
        NOW,
        MINUTE,
        DAY,
        MONTH;

        /// The first day of the period an instant lies in.
        ///
        /// @throws IllegalStateException unless this is a day or a month
        public LocalDate start(Instant instant) {
            LocalDate day = LocalDate.ofInstant(instant, ZoneOffset.UTC);
            return switch (this) {
                case DAY -> day;
                case MONTH -> day.withDayOfMonth(1);
                case NOW, MINUTE -> throw new IllegalStateException(this + " is no period");
            };
        }

        /// The first day of the period after the one that begins at `start`.
        ///
        /// @throws IllegalStateException unless this is a day or a month
        public LocalDate next(LocalDate start) {
            return switch (this) {
                case DAY -> start.plusDays(1);
                case MONTH -> start.plusMonths(1);
                case NOW, MINUTE -> throw new IllegalStateException(this + " is no period");
            };
        }
    }

    private final Unit unit;
    private final Window window;

    Measure(Unit unit, Window window) {
        this.unit = unit;
        this.window = window;
    }

    public Unit unit() {
        return unit;
    }

    public Window window() {
        return window;
    }

    /// Whether it is a counter per period.
    public boolean budget() {
        return window == Window.DAY || window == Window.MONTH;
    }

    /// The name on the wire, e.g. `tokens_per_minute`.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Measure> of(String id) {
        return Arrays.stream(values()).filter(measure -> measure.id().equals(id)).findFirst();
    }
}
