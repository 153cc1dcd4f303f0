package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.admission.Charges;
import dev.passerelle.gateway.admission.Decision;
import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.LocalLimiter;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.answer.TokenCount;
import java.time.Duration;

/// Counts what deployments are sent against their own limits, in this process.
final class Allotment {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final LocalLimiter limiter;

    Allotment(Surroundings surroundings) {
        limiter = new LocalLimiter(Charges.NONE, surroundings.clock(), surroundings.nanos());
    }

    /// Takes what a call needs at most.
    ///
    /// @throws NoRoom if it isn't there
    Reservation take(Deployment deployment, TokenCount count) {
        if (deployment.limits().isEmpty()) {
            return Reservation.free(count.most());
        }
        Demand demand = new Demand(count.prompt(), count.most(), count.most(), deployment.cost());
        return switch (limiter.reserve(deployment.limits(), demand)) {
            case Decision.Granted granted -> granted.reservation();
            case Decision.Refused refused ->
                    throw new NoRoom(
                            "its limit of %s is used up"
                                    .formatted(measure(refused.standing().limit())),
                            refused.retryAfter());
            case Decision.NeverFits never ->
                    throw new NoRoom(
                            "the request exceeds its limit of %s".formatted(measure(never.limit())),
                            SOON);
            case Decision.Unknown unknown -> throw new NoRoom(unknown.why(), SOON);
        };
    }

    private static String measure(Limit limit) {
        return limit.measure().id().replace('_', ' ');
    }
}
