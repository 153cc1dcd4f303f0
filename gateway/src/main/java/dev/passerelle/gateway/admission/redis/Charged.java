package dev.passerelle.gateway.admission.redis;

import dev.passerelle.gateway.admission.Charges;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of one budget: what this gateway has charged to it, and others according to the
/// ledger. Belongs to the holder of [Counters]' lock, but for reading the ledger.
final class Charged {
    final Budget budget;
    final String key;
    private final Object reading = new Object();

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

    /// Reads the ledger, unless that was done since Redis last forgot everything. The first time
    /// tells also what this gateway charged before it was started.
    void read(Charges charges, String gateway, String epoch) {
        if (epoch.equals(readIn)) {
            return;
        }
        synchronized (reading) {
            if (epoch.equals(readIn)) {
                return;
            }
            Map<String, Long> found =
                    new HashMap<>(
                            charges.byGateway(budget.scope(), budget.measure(), budget.period()));
            Long before = found.remove(gateway);
            if (readIn == null && before != null) {
                own = before;
            }
            others = found;
            readIn = epoch;
        }
    }

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
