package dev.passerelle.gateway.metrics;

import dev.passerelle.gateway.backend.LifecycleListener;
import dev.passerelle.gateway.backend.ModelState;
import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.backend.ServedModels;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// How models come, change and go. Counters are there from the start, at 0, so that the first
/// failure is an increase.
final class LifecycleMeters implements LifecycleListener {
    private static final double[] LOAD_SECONDS = {.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800};
    private static final double NANOS = 1e9;

    private final Counter loads;
    private final Histogram loadDuration;
    private final Counter evictions;
    private final Counter refreshes;
    private final Gauge lastRefresh;
    private final Counter downloaded;
    private final Gauge budget;

    LifecycleMeters(Meters meters, ServedModels models) {
        loads = meters.counter(Metric.MODEL_LOADS);
        loadDuration = meters.histogram(Metric.MODEL_LOAD_DURATION, LOAD_SECONDS);
        evictions = meters.counter(Metric.MODEL_EVICTIONS);
        refreshes = meters.counter(Metric.MODEL_REFRESHES);
        lastRefresh = meters.gauge(Metric.MODEL_LAST_REFRESH);
        downloaded = meters.counter(Metric.MODEL_DOWNLOADED);
        budget = meters.gauge(Metric.MEMORY_BUDGET);
        meters.ofModels(Metric.MODEL_STATE, models, LifecycleMeters::states);
        meters.ofModels(
                Metric.MEMORY_RESERVED,
                models,
                (model, gauge) -> gauge.call((double) model.reservedBytes(), model.id()));
        models.all().forEach(model -> begin(model.id()));
    }

    private void begin(String model) {
        for (LoadOutcome outcome : LoadOutcome.values()) {
            loads.initLabelValues(model, label(outcome));
        }
        for (RefreshOutcome outcome : RefreshOutcome.values()) {
            refreshes.initLabelValues(model, label(outcome));
        }
        loadDuration.initLabelValues(model);
        evictions.initLabelValues(model);
        downloaded.initLabelValues(model);
    }

    private static void states(ServedModel model, GaugeWithCallback.Callback gauge) {
        String now = model.state().phase();
        for (String phase : ModelState.PHASES) {
            gauge.call(phase.equals(now) ? 1 : 0, model.id(), phase);
        }
    }

    @Override
    public void budget(long bytes) {
        budget.set((double) bytes);
    }

    @Override
    public void loaded(String model, LoadOutcome outcome, Duration took) {
        loads.labelValues(model, label(outcome)).inc();
        if (outcome == LoadOutcome.READY) {
            loadDuration.labelValues(model).observe(took.toNanos() / NANOS);
        }
    }

    @Override
    public void evicted(String model) {
        evictions.labelValues(model).inc();
    }

    @Override
    public void refreshed(String model, RefreshOutcome outcome, Instant when) {
        refreshes.labelValues(model, label(outcome)).inc();
        if (outcome != RefreshOutcome.FAILED) {
            lastRefresh.labelValues(model).set((double) when.getEpochSecond());
        }
    }

    @Override
    public void downloaded(String model, long bytes) {
        downloaded.labelValues(model).inc(bytes);
    }

    private static String label(Enum<?> outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
