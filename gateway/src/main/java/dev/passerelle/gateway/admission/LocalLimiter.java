package dev.passerelle.gateway.admission;

import dev.passerelle.gateway.admission.Meter.Charge;
import dev.passerelle.gateway.tenancy.Measure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Counts in this process. One lock covers all limits of a request, so that what one request takes
/// for a moment and gives back never refuses another.
public final class LocalLimiter implements Limiter {
    private static final Logger LOG = System.getLogger(LocalLimiter.class.getName());

    private final Budgets budgets;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Lock lock = new ReentrantLock();
    private final Buckets buckets = new Buckets();
    private final Running running = new Running();

    public LocalLimiter(Charges charges) {
        this(charges, InstantSource.system(), System::nanoTime);
    }

    /// @param clock tells days and months
    /// @param nanoTime tells time that only goes forward, as [System#nanoTime]
    public LocalLimiter(Charges charges, InstantSource clock, LongSupplier nanoTime) {
        this.budgets = new Budgets(charges);
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public Decision reserve(List<Limit> limits, Demand demand) {
        Instant now = clock.instant();
        List<@Nullable Tally> tallies;
        try {
            tallies = tallies(limits, now);
        } catch (CompletionException e) {
            LOG.log(Level.WARNING, "what was charged to budgets can't be read: " + e.getCause());
            return new Decision.Unknown("the record of past usage doesn't answer");
        }
        lock.lock();
        try {
            return decide(meters(limits, tallies, now), demand, now);
        } finally {
            lock.unlock();
        }
    }

    private List<@Nullable Tally> tallies(List<Limit> limits, Instant now) {
        budgets.tidy(now);
        List<@Nullable Tally> tallies = new ArrayList<>(limits.size());
        for (Limit limit : limits) {
            tallies.add(limit.measure().budget() ? budgets.tally(limit, now) : null);
        }
        return tallies;
    }

    private Meters meters(List<Limit> limits, List<@Nullable Tally> tallies, Instant now) {
        long nanos = nanoTime.getAsLong();
        buckets.tidy(nanos);
        List<Meter> meters = new ArrayList<>(limits.size());
        for (int i = 0; i < limits.size(); i++) {
            Limit limit = limits.get(i);
            Tally tally = tallies.get(i);
            meters.add(tally != null ? tally.at(limit, now) : meter(limit, nanos));
        }
        return new Meters(limits, meters);
    }

    private Meter meter(Limit limit, long nanos) {
        return limit.measure() == Measure.CONCURRENT_REQUESTS
                ? running.at(limit)
                : buckets.at(limit, nanos);
    }

    private Decision decide(Meters meters, Demand demand, Instant now) {
        Decision never = meters.never(demand);
        if (never != null) {
            return never;
        }
        Meters.Room room = meters.room(demand);
        if (room.refused() != null) {
            return room.refused();
        }
        List<Charge> charges = meters.take(demand, room.completion());
        List<Standing> standings = meters.standings();
        return new Decision.Granted(
                new Taken(meters.limits(), demand, now, room, charges, standings));
    }

    /// What is kept of scopes, for tests: buckets, running requests, budgets.
    List<Integer> sizes() {
        lock.lock();
        try {
            return List.of(buckets.size(), running.size(), budgets.size());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {}

    /// What one request has taken.
    private final class Taken implements Reservation {
        private final List<Limit> limits;
        private final Demand demand;
        private final Instant time;
        private final Meters.Room room;
        private final List<Charge> charges;
        private final List<Standing> standings;
        private boolean settled;

        Taken(
                List<Limit> limits,
                Demand demand,
                Instant time,
                Meters.Room room,
                List<Charge> charges,
                List<Standing> standings) {
            this.limits = limits;
            this.demand = demand;
            this.time = time;
            this.room = room;
            this.charges = charges;
            this.standings = standings;
        }

        @Override
        public Instant time() {
            return time;
        }

        @Override
        public long completionTokens() {
            return room.completion();
        }

        @Override
        public @Nullable Limit bound() {
            return room.bound();
        }

        @Override
        public List<Standing> standings() {
            return standings;
        }

        @Override
        public void settle(long promptTokens, long completionTokens) {
            Demand used = Demand.used(promptTokens, completionTokens, demand.prices());
            lock.lock();
            try {
                if (!settled) {
                    settled = true;
                    settle(used);
                }
            } finally {
                lock.unlock();
            }
        }

        private void settle(Demand used) {
            long nanos = nanoTime.getAsLong();
            for (int i = 0; i < charges.size(); i++) {
                long amount = used.amount(limits.get(i).measure(), used.mostCompletion());
                charges.get(i).settle(amount, nanos);
            }
        }
    }
}
