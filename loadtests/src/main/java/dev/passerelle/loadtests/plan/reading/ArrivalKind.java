package dev.passerelle.loadtests.plan.reading;

import java.util.Locale;

/// How conversations begin, as `arrivals.kind` says it.
enum ArrivalKind {
    POISSON,
    CONSTANT,
    BURSTS,
    RAMP,
    STEPS,
    USERS,
    TRACE,
    SWEEP;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
