package dev.passerelle.gateway.metrics;

import dev.passerelle.gateway.cache.CacheListener;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.Locale;
import java.util.function.LongSupplier;

/// What the response cache is good for.
final class CacheMeters implements CacheListener {
    private final Counter requests;
    private volatile LongSupplier held = () -> 0;

    CacheMeters(Meters meters) {
        requests = meters.counter(Metric.CACHE_REQUESTS);
        meters.number(Metric.CACHE_BYTES, () -> held.getAsLong());
    }

    @Override
    public void answered(String model, Outcome outcome) {
        requests.labelValues(model, outcome.name().toLowerCase(Locale.ROOT)).inc();
    }

    @Override
    public void holding(LongSupplier bytes) {
        held = bytes;
    }
}
