package dev.passerelle.gateway.admission;

import java.util.HashMap;
import java.util.Map;

/// The buckets of all limited scopes that aren't known to be full.
final class Buckets {
    private static final int FEW = 1024;

    private final Map<Place, Bucket> buckets = new HashMap<>();
    private int tidyAt = FEW;

    Bucket at(Limit limit, long nanos) {
        long capacity = Math.min(limit.capacity(), Bucket.MOST);
        Place place = Place.of(limit);
        Bucket bucket = buckets.get(place);
        if (bucket == null) {
            bucket = new Bucket(capacity, nanos);
            buckets.put(place, bucket);
        } else {
            bucket.advance(nanos);
            bucket.resize(capacity);
        }
        return bucket;
    }

    /// Drops full ones whenever there are twice as many as were left the last time: a full bucket
    /// is as good as a new one. Must not be called between finding a bucket and taking from it.
    void tidy(long nanos) {
        if (buckets.size() >= tidyAt) {
            buckets.values()
                    .removeIf(bucket -> {
                        bucket.advance(nanos);
                        return bucket.full();
                    });
            tidyAt = Math.max(FEW, 2 * buckets.size());
        }
    }

    int size() {
        return buckets.size();
    }
}
