package dev.passerelle.gateway.admission.redis;

import dev.passerelle.gateway.admission.Charges;
import dev.passerelle.gateway.admission.Decision;
import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.Limiter;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.admission.Scope;
import dev.passerelle.gateway.tenancy.Measure;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Counts in this process while Redis doesn't answer. What it charges to budgets is told to Redis
/// later like everything else; what Redis had told of the others still counts.
final class Fallback implements AutoCloseable {
    private final Function<Charges, Limiter> local;
    private final Charges charges;
    private final Counters counters;
    private final Membership membership;

    private @Nullable Limiter limiter;
    private long since = -1;

    Fallback(
            Function<Charges, Limiter> local,
            Charges charges,
            Counters counters,
            Membership membership) {
        this.local = local;
        this.charges = charges;
        this.counters = counters;
        this.membership = membership;
    }

    /// Once Redis is back, nothing is granted any more.
    Decision reserve(List<Taking> takings, Demand demand) {
        List<Limit> limits = takings.stream().map(Taking::limit).toList();
        Decision decision = limiter().reserve(limits, demand);
        if (!(decision instanceof Decision.Granted(Reservation reservation))) {
            return decision;
        }
        Reservation counted = counted(reservation, takings, demand);
        if (membership.session().isPresent()) {
            counted.settle(0, 0);
            return new Decision.Unknown(
                    "the place where limits are counted has only just answered");
        }
        return new Decision.Granted(counted);
    }

    private Reservation counted(Reservation reservation, List<Taking> takings, Demand demand) {
        long completion = reservation.completionTokens();
        List<Long> taken =
                Wish.amounts(takings, demand, completion).stream().map(amount -> -amount).toList();
        counters.giveBack(takings, taken, null);
        return new RedisReservation(
                demand,
                reservation.time(),
                completion,
                reservation.bound(),
                reservation.standings(),
                used -> {
                    reservation.settle(used.promptTokens(), used.mostCompletion());
                    List<Long> unused = new ArrayList<>(takings.size());
                    takings.forEach(each -> unused.add(each.unused(demand, completion, used)));
                    counters.giveBack(takings, unused, null);
                },
                new AtomicBoolean());
    }

    /// A new one for each time that Redis is away, so that it begins with what was charged by then.
    private synchronized Limiter limiter() {
        long outage = membership.outage();
        Limiter known = limiter;
        if (known != null && since == outage) {
            return known;
        }
        if (known != null) {
            known.close();
        }
        Limiter fresh = local.apply(this::charged);
        limiter = fresh;
        since = outage;
        return fresh;
    }

    private long charged(Scope scope, Measure measure, LocalDate period) {
        return Math.max(
                charges.charged(scope, measure, period),
                counters.known(new Budget(scope, measure, period)));
    }

    @Override
    public synchronized void close() {
        if (limiter != null) {
            limiter.close();
        }
    }
}
