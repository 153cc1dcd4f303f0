package dev.passerelle.gateway.admission;

import dev.passerelle.gateway.admission.Meter.Charge;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All limits that bind one request, as they stand at one moment. Belongs to the holder of the
/// limiter's lock.
///
/// @param meters one for each limit
record Meters(List<Limit> limits, List<Meter> meters) {
    /// Limits that can never have room for the demand.
    Decision.@Nullable NeverFits never(Demand demand) {
        for (int i = 0; i < limits.size(); i++) {
            Limit limit = limits.get(i);
            long most = demand.completionWithin(limit.measure(), meters.get(i).capacity());
            if (most < demand.leastCompletion()) {
                return new Decision.NeverFits(limit, demand);
            }
        }
        return null;
    }

    /// How many tokens to generate all limits have room for.
    Room room(Demand demand) {
        long least = leastOfRates(demand);
        Room room = new Room(demand.mostCompletion(), null, null);
        for (int i = 0; i < limits.size(); i++) {
            Limit limit = limits.get(i);
            Meter meter = meters.get(i);
            long needed = limit.measure().budget() ? demand.leastCompletion() : least;
            long within = demand.completionWithin(limit.measure(), meter.left());
            if (within < needed) {
                room = room.without(refused(limit, meter, demand.amount(limit.measure(), needed)));
            } else if (within < room.completion) {
                room = new Room(within, limit, room.refused);
            }
        }
        return room;
    }

    private long leastOfRates(Demand demand) {
        long wanted = demand.worthwhileCompletion();
        for (int i = 0; i < limits.size(); i++) {
            Limit limit = limits.get(i);
            Meter meter = meters.get(i);
            long most = limit.measure().budget() ? meter.left() : meter.capacity();
            wanted = Math.min(wanted, demand.completionWithin(limit.measure(), most));
        }
        return Math.max(wanted, demand.leastCompletion());
    }

    private static Decision.Refused refused(Limit limit, Meter meter, long needed) {
        Standing standing = new Standing(limit, meter.left(), meter.reset());
        return new Decision.Refused(standing, needed, meter.until(needed));
    }

    List<Charge> take(Demand demand, long completion) {
        List<Charge> charges = new ArrayList<>(limits.size());
        for (int i = 0; i < limits.size(); i++) {
            long amount = demand.amount(limits.get(i).measure(), completion);
            charges.add(meters.get(i).take(amount));
        }
        return charges;
    }

    List<Standing> standings() {
        List<Standing> standings = new ArrayList<>(limits.size());
        for (int i = 0; i < limits.size(); i++) {
            Meter meter = meters.get(i);
            standings.add(new Standing(limits.get(i), meter.left(), meter.reset()));
        }
        return standings;
    }

    /// @param completion tokens that may be generated, unless refused
    /// @param bound the limit that has room for no more of them
    /// @param refused by the limit that needs most time
    record Room(long completion, @Nullable Limit bound, Decision.@Nullable Refused refused) {

        Room without(Decision.Refused another) {
            boolean longer =
                    refused == null || refused.retryAfter().compareTo(another.retryAfter()) < 0;
            return longer ? new Room(completion, bound, another) : this;
        }
    }
}
