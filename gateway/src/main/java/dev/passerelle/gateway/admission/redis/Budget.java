package dev.passerelle.gateway.admission.redis;

import dev.passerelle.gateway.admission.Scope;
import dev.passerelle.gateway.tenancy.Measure;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// A counter of one period.
///
/// @param period its first day, UTC
record Budget(Scope scope, Measure measure, LocalDate period) {

    static Budget at(Scope scope, Measure measure, Instant now) {
        return new Budget(scope, measure, measure.window().start(now));
    }

    String key() {
        return Keys.budget(scope, measure, period);
    }

    Instant end() {
        LocalDate next =
                switch (measure.window()) {
                    case DAY -> period.plusDays(1);
                    case MONTH -> period.plusMonths(1);
                    case NOW, MINUTE -> throw new IllegalStateException(measure + " is no budget");
                };
        return next.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
