package dev.passerelle.gateway.metrics;

import dev.passerelle.gateway.backend.LifecycleListener;
import dev.passerelle.gateway.backend.ModelState;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.cache.CacheListener;
import dev.passerelle.runtime.TextGenerator;
import dev.passerelle.runtime.TextGenerator.Load;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/// The gateway's meters, in a registry of their own. A label `model` is an id that is served, or
/// empty: never text a client made up.
public final class GatewayMetrics {
    private static final double[] REQUEST_SECONDS = {
        .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120, 300
    };
    private static final double[] CANCEL_SECONDS = {
        .0005, .001, .0025, .005, .01, .025, .05, .075, .1, .15, .2, .3, .5, 1, 5
    };
    private static final double[] TOKEN_SECONDS = {
        .001, .0025, .005, .01, .02, .03, .04, .05, .075, .1, .15, .2, .3, .5, 1, 2.5
    };

    private static final String APPLIED = "applied";
    private static final String REFUSED = "refused";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final Meters meters = new Meters(registry);
    private final Counter requests = meters.counter(Metric.REQUESTS);
    private final Histogram duration = meters.histogram(Metric.REQUEST_DURATION, REQUEST_SECONDS);
    private final Gauge inFlight = meters.gauge(Metric.IN_FLIGHT);
    private final Counter cancelled = meters.counter(Metric.CLIENT_CANCELLED);
    private final Histogram cancelLatency = meters.histogram(Metric.CANCEL_LATENCY, CANCEL_SECONDS);
    private final Counter promptTokens = meters.counter(Metric.PROMPT_TOKENS);
    private final Counter completionTokens = meters.counter(Metric.COMPLETION_TOKENS);
    private final Histogram firstToken =
            meters.histogram(Metric.TIME_TO_FIRST_TOKEN, REQUEST_SECONDS);
    private final Histogram interToken =
            meters.histogram(Metric.INTER_TOKEN_LATENCY, TOKEN_SECONDS);
    private final Counter reloads = meters.counter(Metric.CONFIG_RELOADS);
    private final RoutingMeters routing = new RoutingMeters(meters);
    private final CacheMeters cache = new CacheMeters(meters);
    private volatile LongSupplier linesDropped = () -> 0;
    private final LifecycleListener lifecycle;
    private final AdmissionMeters admission;

    /// @param models whose load each scrape reads
    /// @param ledgerBacklog records that haven't reached the database, read by each scrape
    /// @param limitsAvailable 1 or 0, read by each scrape
    public GatewayMetrics(
            ServedModels models, LongSupplier ledgerBacklog, LongSupplier limitsAvailable) {
        load(Metric.QUEUE_DEPTH, models, Load::queued);
        load(Metric.SLOTS_ACTIVE, models, Load::activeSlots);
        load(Metric.SLOTS_CAPACITY, models, Load::slots);
        load(Metric.KV_TOKENS_USED, models, Load::kvTokens);
        load(Metric.KV_TOKENS_CAPACITY, models, Load::kvCapacity);
        count(Metric.PREFIX_CACHE_QUERIED, models, Load::prefixQueriedTokens);
        count(Metric.PREFIX_CACHE_HITS, models, Load::prefixHitTokens);
        lifecycle = new LifecycleMeters(meters, models);
        admission = new AdmissionMeters(meters, models);
        meters.number(Metric.LEDGER_BACKLOG, ledgerBacklog);
        meters.number(Metric.LIMITS_AVAILABLE, limitsAvailable);
        meters.count(Metric.ACCESS_LOG_DROPPED, () -> linesDropped.getAsLong());
        var _ = new ProcessMeters(meters);
        reloads.initLabelValues(APPLIED);
        reloads.initLabelValues(REFUSED);
    }

    /// What counts loads, refreshes and evictions.
    public LifecycleListener lifecycle() {
        return lifecycle;
    }

    /// What counts who is let in.
    public AdmissionMeters admission() {
        return admission;
    }

    /// What counts where calls go.
    public RoutingMeters routing() {
        return routing;
    }

    /// What counts answers that are given again.
    public CacheListener cache() {
        return cache;
    }

    /// Who knows how many lines of the access log were dropped. Told once, before any call.
    public void accessLogDropped(LongSupplier lines) {
        linesDropped = lines;
    }

    /// A changed configuration was read.
    ///
    /// @param applied whether it is in force now
    public void reloaded(boolean applied) {
        reloads.labelValues(applied ? APPLIED : REFUSED).inc();
    }

    public void started(String endpoint) {
        inFlight.labelValues(endpoint).inc();
    }

    /// @param model a served id, or empty
    public void ended(String endpoint, String model, int status, double seconds) {
        inFlight.labelValues(endpoint).dec();
        requests.labelValues(endpoint, model, Integer.toString(status)).inc();
        duration.labelValues(endpoint, model).observe(seconds);
    }

    /// A client left before its answer was complete, and nothing is held for it any more.
    ///
    /// @param seconds since that was seen
    public void cancelledByClient(String endpoint, String model, double seconds) {
        cancelled.labelValues(endpoint, model).inc();
        cancelLatency.labelValues(endpoint, model).observe(seconds);
    }

    /// The meters of one endpoint and model, looked up once for a whole answer.
    public TokenMeters tokens(String endpoint, String model) {
        return new TokenMeters(
                promptTokens.labelValues(endpoint, model),
                completionTokens.labelValues(endpoint, model),
                firstToken.labelValues(endpoint, model),
                interToken.labelValues(endpoint, model));
    }

    /// All values in Prometheus's text format, of media type [#mediaType()].
    public byte[] scrape() {
        routing.follow();
        ByteArrayOutputStream text = new ByteArrayOutputStream(8192);
        try {
            writer.write(text, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toByteArray();
    }

    public String mediaType() {
        return writer.getContentType();
    }

    private void load(Metric metric, ServedModels models, ToDoubleFunction<Load> value) {
        meters.ofModels(
                metric,
                models,
                (model, gauge) -> {
                    if (model.state() instanceof ModelState.Ready(TextGenerator generator)) {
                        gauge.call(value.applyAsDouble(generator.load()), model.id());
                    }
                });
    }

    private void count(Metric metric, ServedModels models, ToDoubleFunction<Load> value) {
        meters.countOfModels(
                metric,
                models,
                (model, counter) -> {
                    if (model.state() instanceof ModelState.Ready(TextGenerator generator)) {
                        counter.call(value.applyAsDouble(generator.load()), model.id());
                    }
                });
    }
}
