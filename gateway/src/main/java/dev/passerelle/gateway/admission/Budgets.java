package dev.passerelle.gateway.admission;

import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Measure.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// What was charged to budgets in this period and the one before.
final class Budgets {
    private final Charges charges;
    private final Map<Period, CompletableFuture<Tally>> tallies = new ConcurrentHashMap<>();
    private volatile LocalDate tidied = LocalDate.MIN;

    Budgets(Charges charges) {
        this.charges = charges;
    }

    /// The tally of the period a time lies in. The first one to ask reads what was charged before;
    /// the others wait for it. Not to be called with a lock held.
    ///
    /// @throws java.util.concurrent.CompletionException if that can't be read; the next one to ask
    ///   tries again
    Tally tally(Limit limit, Instant now) {
        Measure measure = limit.measure();
        Period period = new Period(limit.scope(), measure, measure.window().start(now));
        CompletableFuture<Tally> known = tallies.get(period);
        if (known != null) {
            return known.join();
        }
        CompletableFuture<Tally> mine = new CompletableFuture<>();
        CompletableFuture<Tally> others = tallies.putIfAbsent(period, mine);
        if (others == null) {
            read(period, mine);
        }
        return (others == null ? mine : others).join();
    }

    private void read(Period period, CompletableFuture<Tally> tally) {
        try {
            long charged = charges.charged(period.scope, period.measure, period.start);
            tally.complete(new Tally(Math.max(0, charged), period.end()));
        } catch (Throwable e) {
            tallies.remove(period, tally);
            tally.completeExceptionally(e);
        }
    }

    /// Drops what is older than the period before this one; what is still to be refunded to it
    /// changes nothing any more.
    void tidy(Instant now) {
        LocalDate today = Window.DAY.start(now);
        if (!today.equals(tidied)) {
            tidied = today;
            tallies.keySet().removeIf(period -> period.over(now));
        }
    }

    int size() {
        return tallies.size();
    }

    private record Period(Scope scope, Measure measure, LocalDate start) {

        boolean over(Instant now) {
            return next().isBefore(measure.window().start(now));
        }

        Instant end() {
            return next().atStartOfDay(ZoneOffset.UTC).toInstant();
        }

        private LocalDate next() {
            return measure.window().next(start);
        }
    }
}
