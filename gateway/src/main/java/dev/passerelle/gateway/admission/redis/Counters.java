package dev.passerelle.gateway.admission.redis;

import dev.passerelle.gateway.admission.Charges;
import dev.passerelle.gateway.admission.Limit;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What this gateway itself has charged to budgets and has running: the truth about its own part,
/// of which Redis has a copy.
///
/// The lock makes changing a counter and sending the change one step. Redis executes in the order
/// of sending, so it never sees a counter's whole value after a change that is in it already.
final class Counters {
    private static final int AT_ONCE = 250;

    private final Charges charges;
    private final String gateway;
    private final Lock lock = new ReentrantLock();
    private final Map<Budget, Charged> budgets = new ConcurrentHashMap<>();
    private final Map<String, Long> running = new HashMap<>();
    private @Nullable Generation current;
    private volatile LocalDate tidied = LocalDate.MIN;

    Counters(Charges charges, String gateway) {
        this.charges = charges;
        this.gateway = gateway;
    }

    /// Where limits are counted; asks the ledger about budgets that are new here.
    ///
    /// @param epoch since Redis forgot everything the last time
    List<Taking> takings(List<Limit> limits, Instant now, String epoch) {
        tidy(now);
        List<Taking> takings = new ArrayList<>(limits.size());
        for (Limit limit : limits) {
            takings.add(
                    limit.measure().budget()
                            ? Taking.of(
                                    limit,
                                    read(Budget.at(limit.scope(), limit.measure(), now), epoch),
                                    now)
                            : Taking.of(limit));
        }
        return takings;
    }

    /// Takes up a budget, to which this gateway charged something before it was started.
    Charged read(Budget budget, String epoch) {
        Charged charged = budgets.computeIfAbsent(budget, Charged::new);
        charged.read(charges, gateway, epoch);
        return charged;
    }

    private void tidy(Instant now) {
        LocalDate today = LocalDate.ofEpochDay(Math.floorDiv(now.getEpochSecond(), 86_400L));
        if (!today.equals(tidied)) {
            tidied = today;
            budgets.keySet().removeIf(budget -> budget.end().plus(Publication.KEPT).isBefore(now));
        }
    }

    /// Begins a generation: registers it and tells Redis everything. Doesn't wait.
    ///
    /// @return first the answer to the registration
    List<CompletableFuture<List<Object>>> begin(Generation generation, List<String> registration) {
        lock.lock();
        try {
            current = generation;
            List<CompletableFuture<List<Object>>> answers = new ArrayList<>();
            answers.add(generation.call(Script.REGISTER, List.of(Keys.EPOCH), registration));
            for (Publication publication : publications(generation.id())) {
                answers.add(generation.publish(publication));
            }
            return answers;
        } finally {
            lock.unlock();
        }
    }

    private List<Publication> publications(String generation) {
        List<Publication> all = new ArrayList<>();
        Publication publication = new Publication();
        for (Charged charged : budgets.values()) {
            if (publication.size() == AT_ONCE) {
                all.add(publication);
                publication = new Publication();
            }
            if (charged.isRead()) {
                charged.tell(generation, publication);
            }
        }
        running.forEach(publication::running);
        all.add(publication);
        return all;
    }

    /// Asks Redis to take; what it doesn't know of the counters is told before. Doesn't wait.
    CompletableFuture<List<Object>> reserve(
            Generation generation, List<Taking> takings, List<String> arguments)
            throws RedisUnavailable {
        List<String> keys = new ArrayList<>(takings.size() + 1);
        keys.add(Keys.EPOCH);
        takings.forEach(taking -> keys.add(taking.key()));
        lock.lock();
        try {
            if (!generation.equals(current)) {
                throw new RedisUnavailable("its answers are being checked");
            }
            Publication missing = new Publication();
            for (Taking taking : takings) {
                Charged charged = taking.charged();
                if (charged != null && !charged.told(generation.id())) {
                    charged.tell(generation.id(), missing);
                }
            }
            if (missing.size() == 0) {
                return generation.call(Script.RESERVE, keys, arguments);
            }
            return generation
                    .publish(missing)
                    .thenCombine(
                            generation.call(Script.RESERVE, keys, arguments),
                            (told, answer) -> "published".equals(told.getFirst()) ? answer : told);
        } finally {
            lock.unlock();
        }
    }

    /// Writes down what Redis has granted.
    ///
    /// @return whether that counts: not if the generation has ended since
    boolean granted(
            Generation generation, List<Taking> takings, List<Long> amounts, Granted grant) {
        lock.lock();
        try {
            if (!generation.equals(current)) {
                return false;
            }
            for (int i = 0; i < takings.size(); i++) {
                Taking taking = takings.get(i);
                change(taking, amounts.get(i));
                Charged charged = taking.charged();
                if (charged != null) {
                    long total = taking.capacity() - grant.remaining().get(i);
                    charged.elsewhere = Math.max(0, total - charged.own);
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Changes counters and tells Redis, if it answers; if not, it is told everything later.
    ///
    /// @param unused by taking, in its unit; below zero is taken
    /// @param grant of which rates get something back; absent if Redis didn't grant it
    /// @return the generation it was sent in, and Redis's answer; nothing if it wasn't sent
    @Nullable Sent giveBack(List<Taking> takings, List<Long> unused, @Nullable Granted grant) {
        lock.lock();
        try {
            List<String> keys = new ArrayList<>(List.of(Keys.EPOCH));
            List<String> arguments = new ArrayList<>(List.of(grant == null ? "" : grant.epoch()));
            for (int i = 0; i < takings.size(); i++) {
                Taking taking = takings.get(i);
                change(taking, -unused.get(i));
                if (unused.get(i) != 0 && tellable(taking, grant)) {
                    keys.add(taking.key());
                    arguments.add(taking.kind().id());
                    arguments.add(Long.toString(unused.get(i)));
                    arguments.add(grant == null ? "0" : grant.takes().get(i));
                    arguments.add(Long.toString(taking.capacity()));
                }
            }
            Generation generation = current;
            return generation == null || keys.size() == 1
                    ? null
                    : new Sent(generation, generation.call(Script.SETTLE, keys, arguments));
        } finally {
            lock.unlock();
        }
    }

    /// What was sent in a generation.
    record Sent(Generation generation, CompletableFuture<List<Object>> answer) {}

    private boolean tellable(Taking taking, @Nullable Granted grant) {
        Generation generation = current;
        Charged charged = taking.charged();
        return switch (taking.kind()) {
            case RATE -> grant != null;
            case RUNNING -> true;
            case BUDGET ->
                    charged != null && generation != null && charged.ownTold(generation.id());
        };
    }

    private void change(Taking taking, long amount) {
        Charged charged = taking.charged();
        if (charged != null) {
            charged.own += amount;
        } else if (taking.kind() == Taking.Kind.RUNNING) {
            running.merge(taking.key(), amount, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    /// What all gateways have charged, as far as it is known here.
    long known(Budget budget) {
        Charged charged = budgets.get(budget);
        if (charged == null) {
            return 0;
        }
        lock.lock();
        try {
            return charged.own + charged.elsewhere;
        } finally {
            lock.unlock();
        }
    }

    /// Stops sending what belongs to a generation.
    void end(Generation generation) {
        lock.lock();
        try {
            if (generation.equals(current)) {
                current = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Stops sending, until a generation begins: what Redis grants from here on doesn't count.
    void end() {
        lock.lock();
        try {
            current = null;
        } finally {
            lock.unlock();
        }
    }
}
