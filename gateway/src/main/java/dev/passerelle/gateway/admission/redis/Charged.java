package dev.passerelle.gateway.admission.redis;

import dev.passerelle.gateway.admission.Charges;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What is known of one budget: what this gateway has charged to it, and others according to the
/// ledger. Belongs to the holder of [Counters]' lock, but for reading the ledger.
final class Charged {
    final Budget budget;
    final String key;
    private final AtomicReference<@Nullable Reading> reading = new AtomicReference<>();

    /// What this gateway has charged: settled, and reserved.
    long own;

    /// What all the others have, by Redis's last word.
    long elsewhere;

    private Map<String, Long> others = Map.of();
    private volatile @Nullable String readIn;
    private String toldIn = "";
    private String ownToldIn = "";

    Charged(Budget budget) {
        this.budget = budget;
        this.key = budget.key();
    }

    /// Reads the ledger, unless that was done since Redis last forgot everything. Those who come
    /// while somebody reads share the answer, or the failure, so that nobody waits longer than for
    /// one. The first time tells also what this gateway charged before it was started.
    ///
    /// @throws java.util.concurrent.CompletionException if the ledger can't be read; the next one
    ///   to ask tries again
    void read(Charges charges, String gateway, String epoch) {
        if (epoch.equals(readIn)) {
            return;
        }
        Reading mine = new Reading(epoch, new CompletableFuture<>());
        Reading before = reading.compareAndExchange(null, mine);
        if (before != null) {
            before.done().join();
            if (!before.epoch().equals(epoch)) {
                read(charges, gateway, epoch);
            }
            return;
        }
        try {
            if (!epoch.equals(readIn)) {
                keep(charges.byGateway(budget.scope(), budget.measure(), budget.period()), gateway);
                readIn = epoch;
            }
            reading.set(null);
            mine.done().complete(null);
        } catch (Throwable e) {
            reading.set(null);
            mine.done().completeExceptionally(e);
        }
        mine.done().join();
    }

    private void keep(Map<String, Long> charged, String gateway) {
        Map<String, Long> found = new HashMap<>(charged);
        Long before = found.remove(gateway);
        if (readIn == null && before != null) {
            own = before;
        }
        others = found;
    }

    /// Somebody reads the ledger.
    private record Reading(String epoch, CompletableFuture<@Nullable Void> done) {}

    boolean isRead() {
        return readIn != null;
    }

    boolean told(String generation) {
        return ownToldIn.equals(generation) && toldIn.equals(readIn);
    }

    /// Whether Redis has this gateway's part.
    boolean ownTold(String generation) {
        return ownToldIn.equals(generation);
    }

    /// Writes down what Redis isn't known to know, as arguments of the script.
    void tell(String generation, Publication publication) {
        boolean first = !ownToldIn.equals(generation);
        ownToldIn = generation;
        Map<String, Long> also = toldIn.equals(readIn) ? Map.of() : others;
        if (readIn != null) {
            toldIn = readIn;
        }
        long expires = budget.end().toEpochMilli() + Publication.KEPT.toMillis();
        publication.charged(key, expires, first ? Long.toString(own) : "", also);
    }
}
