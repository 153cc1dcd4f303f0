package dev.passerelle.gateway.admission;

import dev.passerelle.gateway.tenancy.Measure;
import java.time.LocalDate;
import java.util.Map;

/// What was charged before this process began, as the ledger has it.
@FunctionalInterface
public interface Charges {

    /// Nothing was.
    Charges NONE = (scope, measure, period) -> 0;

    /// @param measure a budget
    /// @param period first day of the day or month, UTC
    /// @return in the measure's unit
    long charged(Scope scope, Measure measure, LocalDate period);

    /// The same, told apart by the gateway that charged it.
    ///
    /// @return by the gateway's id; those that charged nothing are absent
    default Map<String, Long> byGateway(Scope scope, Measure measure, LocalDate period) {
        return Map.of();
    }
}
