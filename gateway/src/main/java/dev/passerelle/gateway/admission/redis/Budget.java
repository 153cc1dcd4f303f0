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
        return measure.window().next(period).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
