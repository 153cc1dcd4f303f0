package dev.passerelle.gateway.metrics;

import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.backend.ServedModels;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// Makes the meters of a registry from the table of metrics.
record Meters(PrometheusRegistry registry) {

    Counter counter(Metric metric) {
        return Counter.builder()
                .name(metric.exposed())
                .help(metric.help())
                .labelNames(labels(metric))
                .withoutExemplars()
                .register(registry);
    }

    Gauge gauge(Metric metric) {
        return Gauge.builder()
                .name(metric.exposed())
                .help(metric.help())
                .labelNames(labels(metric))
                .withoutExemplars()
                .register(registry);
    }

    Histogram histogram(Metric metric, double[] bounds) {
        return Histogram.builder()
                .name(metric.exposed())
                .help(metric.help())
                .labelNames(labels(metric))
                .withoutExemplars()
                .classicOnly()
                .classicUpperBounds(bounds)
                .register(registry);
    }

    /// A gauge that each scrape asks of every model.
    void ofModels(
            Metric metric,
            ServedModels models,
            BiConsumer<ServedModel, GaugeWithCallback.Callback> value) {
        var _ =
                GaugeWithCallback.builder()
                        .name(metric.exposed())
                        .help(metric.help())
                        .labelNames(labels(metric))
                        .callback(
                                gauge -> models.all().forEach(model -> value.accept(model, gauge)))
                        .register(registry);
    }

    /// A counter that each scrape asks of every model.
    void countOfModels(
            Metric metric,
            ServedModels models,
            BiConsumer<ServedModel, CounterWithCallback.Callback> value) {
        var _ =
                CounterWithCallback.builder()
                        .name(metric.exposed())
                        .help(metric.help())
                        .labelNames(labels(metric))
                        .callback(counter ->
                                models.all().forEach(model -> value.accept(model, counter)))
                        .register(registry);
    }

    /// A gauge that each scrape reads.
    void number(Metric metric, LongSupplier value) {
        var _ =
                GaugeWithCallback.builder()
                        .name(metric.exposed())
                        .help(metric.help())
                        .callback(gauge -> gauge.call((double) value.getAsLong()))
                        .register(registry);
    }

    /// A gauge that each scrape asks about whatever there is.
    void read(Metric metric, Consumer<GaugeWithCallback.Callback> values) {
        var _ =
                GaugeWithCallback.builder()
                        .name(metric.exposed())
                        .help(metric.help())
                        .labelNames(labels(metric))
                        .callback(values)
                        .register(registry);
    }

    /// A counter that is kept elsewhere, and each scrape reads.
    void count(Metric metric, LongSupplier value) {
        var _ =
                CounterWithCallback.builder()
                        .name(metric.exposed())
                        .help(metric.help())
                        .callback(counter -> counter.call((double) value.getAsLong()))
                        .register(registry);
    }

    /// A counter of seconds that is kept elsewhere, and each scrape reads.
    void seconds(Metric metric, DoubleSupplier value) {
        var _ =
                CounterWithCallback.builder()
                        .name(metric.exposed())
                        .help(metric.help())
                        .callback(counter -> counter.call(value.getAsDouble()))
                        .register(registry);
    }

    private static String[] labels(Metric metric) {
        return metric.labels().toArray(String[]::new);
    }
}
