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
    private static final long SECONDS_A_DAY = 86_400;

    private final Charges charges;
    private final Map<Period, CompletableFuture<Tally>> tallies = new ConcurrentHashMap<>();
    private volatile Today today = new Today(Long.MIN_VALUE, LocalDate.MIN, LocalDate.MIN);

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
        Period period = new Period(limit.scope(), measure, today(now).start(measure.window()));
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
        if (!today.of(now)) {
            today = Today.at(now);
            tallies.keySet().removeIf(period -> period.over(now));
        }
    }

    private Today today(Instant now) {
        Today known = today;
        return known.of(now) ? known : Today.at(now);
    }

    int size() {
        return tallies.size();
    }

    /// A day, whose dates needn't be found anew for each request.
    private record Today(long epochDay, LocalDate day, LocalDate month) {

        static Today at(Instant now) {
            return new Today(epochDay(now), Window.DAY.start(now), Window.MONTH.start(now));
        }

        boolean of(Instant now) {
            return epochDay(now) == epochDay;
        }

        LocalDate start(Window window) {
            return window == Window.DAY ? day : month;
        }

        private static long epochDay(Instant now) {
            return Math.floorDiv(now.getEpochSecond(), SECONDS_A_DAY);
        }
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
