package dev.passerelle.gateway.admission.redis;

import dev.passerelle.gateway.admission.Decision;
import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.tenancy.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a request asks of Redis.
final class Wish {
    /// Numbers stay whole in Lua up to here; no request costs more.
    static final long MOST = 8_000_000_000_000_000L;

    private Wish() {}

    /// The first limit that can never have room.
    static Optional<Decision> never(List<Limit> limits, Demand demand) {
        for (Limit limit : limits) {
            long capacity = Math.min(limit.capacity(), MOST);
            if (demand.completionWithin(limit.measure(), capacity) < demand.leastCompletion()) {
                return Optional.of(new Decision.NeverFits(limit, demand));
            }
        }
        return Optional.empty();
    }

    static List<String> arguments(List<Taking> takings, Demand demand) {
        List<String> arguments = new ArrayList<>(6 + 4 * takings.size());
        long most = most(takings, demand);
        boolean priced =
                takings.stream()
                        .anyMatch(each -> each.limit().measure().unit() == Measure.Unit.MONEY);
        arguments.add(Long.toString(demand.promptTokens()));
        arguments.add(Long.toString(demand.leastCompletion()));
        arguments.add(Long.toString(most));
        arguments.add(Long.toString(worth(takings, demand, most)));
        arguments.add(Long.toString(priced ? demand.prices().prompt() : 0));
        arguments.add(Long.toString(priced ? demand.prices().completion() : 0));
        for (Taking taking : takings) {
            arguments.add(taking.kind().id());
            arguments.add(taking.unit());
            arguments.add(Long.toString(taking.capacity()));
            arguments.add(Long.toString(taking.retryMillis()));
        }
        return arguments;
    }

    private static long most(List<Taking> takings, Demand demand) {
        long most = demand.mostCompletion();
        for (Taking taking : takings) {
            most = Math.min(most, demand.completionWithin(taking.limit().measure(), MOST));
        }
        return most;
    }

    private static long worth(List<Taking> takings, Demand demand, long most) {
        long worth = Math.min(demand.worthwhileCompletion(), most);
        for (Taking taking : takings) {
            if (taking.kind() == Taking.Kind.RATE) {
                long room = demand.completionWithin(taking.limit().measure(), taking.capacity());
                worth = Math.min(worth, room);
            }
        }
        return Math.max(worth, demand.leastCompletion());
    }

    static List<Long> amounts(List<Taking> takings, Demand demand, long completion) {
        return takings.stream()
                .map(taking -> demand.amount(taking.limit().measure(), completion))
                .toList();
    }
}
