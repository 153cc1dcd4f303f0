package dev.passerelle.gateway.admission.redis;

import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.Scope;
import dev.passerelle.gateway.tenancy.Measure;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/// What things are called in Redis.
final class Keys {
    static final String GATEWAYS = "passerelle:gateways";
    static final String EPOCH = "passerelle:epoch";
    private static final String CHARGED = "passerelle:charged:";

    private Keys() {}

    /// The budgets that a gateway has charged something to.
    static String chargedBy(String gateway) {
        return CHARGED + "by:" + gateway;
    }

    static String rate(Limit limit) {
        return "passerelle:rate:" + limit.measure().id() + ":" + name(limit.scope());
    }

    static String running(Scope scope) {
        return "passerelle:running:" + name(scope);
    }

    static String budget(Scope scope, Measure measure, LocalDate period) {
        return CHARGED + measure.id() + ":" + period + ":" + name(scope);
    }

    /// Reads what [#budget] wrote.
    static Optional<Budget> budget(String key) {
        String[] parts = key.substring(Math.min(CHARGED.length(), key.length())).split(":", 4);
        try {
            return parts.length < 4
                    ? Optional.empty()
                    : Measure.of(parts[0])
                            .map(measure ->
                                    new Budget(
                                            new Scope(kind(parts[2]), parts[3]),
                                            measure,
                                            LocalDate.parse(parts[1])));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String name(Scope scope) {
        return scope.kind().id() + ":" + scope.name();
    }

    private static Scope.Kind kind(String id) {
        return Scope.Kind.valueOf(id.toUpperCase(Locale.ROOT));
    }
}
