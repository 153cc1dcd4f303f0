package dev.passerelle.gateway.metrics;

import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.routing.Deployment;
import dev.passerelle.gateway.routing.DeploymentStatus;
import dev.passerelle.gateway.routing.RoutedModel;
import dev.passerelle.gateway.routing.Router;
import dev.passerelle.gateway.routing.RoutingListener;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// How deployments do, and where calls go between them. Labels are of the configuration; what it
/// has no more is forgotten.
public final class RoutingMeters implements RoutingListener {
    private static final double[] FIRST_TOKEN_SECONDS = {
        .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120, 300
    };
    private static final double NANOS = 1e9;
    private static final int NAMES_OF_A_DEPLOYMENT = 3;

    private final Counter attempts;
    private final Counter failures;
    private final Histogram firstToken;
    private final Counter retries;
    private final Counter retriesRefused;
    private final Counter fallbacks;
    private final Counter hedges;
    private final Counter shadows;
    private final Map<Deployment, Series> known = new ConcurrentHashMap<>();
    private volatile @Nullable Router router;

    /// What every call counts of a deployment, looked up once.
    private record Series(
            Map<Outcome, CounterDataPoint> attempts, DistributionDataPoint firstToken) {
        void ended(Outcome outcome) {
            CounterDataPoint attempt = attempts.get(outcome);
            if (attempt != null) {
                attempt.inc();
            }
        }
    }

    RoutingMeters(Meters meters) {
        attempts = meters.counter(Metric.DEPLOYMENT_ATTEMPTS);
        failures = meters.counter(Metric.DEPLOYMENT_FAILURES);
        firstToken = meters.histogram(Metric.DEPLOYMENT_FIRST_TOKEN, FIRST_TOKEN_SECONDS);
        retries = meters.counter(Metric.RETRIES);
        retriesRefused = meters.counter(Metric.RETRIES_REFUSED);
        fallbacks = meters.counter(Metric.FALLBACKS);
        hedges = meters.counter(Metric.HEDGES);
        shadows = meters.counter(Metric.SHADOWS);
        ofDeployments(meters, Metric.DEPLOYMENT_UP, status -> status.up() ? 1 : 0);
        ofDeployments(
                meters,
                Metric.DEPLOYMENT_BREAKER_OPEN,
                status -> status.state() == DeploymentStatus.State.OPEN ? 1 : 0);
        ofDeployments(meters, Metric.DEPLOYMENT_OUTSTANDING, DeploymentStatus::tokens);
    }

    /// Whose deployments each scrape asks. Told once, before any call.
    public void watch(Router watched) {
        router = watched;
    }

    private void ofDeployments(
            Meters meters, Metric metric, ToDoubleFunction<DeploymentStatus> value) {
        meters.read(
                metric,
                gauge ->
                        deployments()
                                .forEach(each ->
                                        gauge.call(
                                                value.applyAsDouble(each.status()), labels(each))));
    }

    private List<Deployment> deployments() {
        return models().stream().flatMap(model -> model.deployments().stream()).toList();
    }

    private List<RoutedModel> models() {
        Router known = router;
        return known == null ? List.of() : known.table().all();
    }

    /// Begins the series of deployments the routing table has, at 0, and drops those of deployments
    /// and models it has no more.
    void follow() {
        if (router == null) {
            return;
        }
        List<Deployment> present = deployments();
        known.keySet().retainAll(Set.copyOf(present));
        Set<List<String>> deployments = new HashSet<>();
        present.forEach(each -> {
            deployments.add(List.of(labels(each)));
            series(each);
        });
        List.of(attempts, failures, retries, shadows)
                .forEach(counter -> counter.removeIf(labels -> isOther(labels, deployments)));
        firstToken.removeIf(labels -> isOther(labels, deployments));
        Set<String> models = new HashSet<>();
        models().forEach(model -> models.add(model.id()));
        retriesRefused.removeIf(labels -> !models.contains(labels.getFirst()));
        hedges.removeIf(labels -> !models.contains(labels.getFirst()));
        fallbacks.removeIf(labels -> !models.containsAll(labels));
    }

    private static boolean isOther(List<String> labels, Set<List<String>> deployments) {
        return !deployments.contains(labels.subList(0, NAMES_OF_A_DEPLOYMENT));
    }

    @Override
    public void asked(
            Deployment deployment,
            Outcome outcome,
            DeploymentFailure.@Nullable Kind kind,
            long nanos) {
        Series series = series(deployment);
        series.ended(outcome);
        if (outcome == Outcome.ANSWERED) {
            series.firstToken().observe(nanos / NANOS);
        }
        if (kind != null) {
            failed(deployment, kind);
        }
    }

    private Series series(Deployment deployment) {
        Series series = known.get(deployment);
        return series == null ? known.computeIfAbsent(deployment, this::begin) : series;
    }

    private Series begin(Deployment deployment) {
        Map<Outcome, CounterDataPoint> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, attempts.labelValues(labels(deployment, outcome.id())));
        }
        return new Series(outcomes, firstToken.labelValues(labels(deployment)));
    }

    @Override
    public void brokeOff(Deployment deployment, DeploymentFailure.Kind kind) {
        failed(deployment, kind);
    }

    private void failed(Deployment deployment, DeploymentFailure.Kind kind) {
        failures.labelValues(labels(deployment, kind.name().toLowerCase(Locale.ROOT))).inc();
    }

    @Override
    public void retried(Deployment next) {
        retries.labelValues(labels(next)).inc();
    }

    @Override
    public void retriesSpent(String model) {
        retriesRefused.labelValues(model).inc();
    }

    @Override
    public void fellBack(String from, String to) {
        fallbacks.labelValues(from, to).inc();
    }

    @Override
    public void hedged(Deployment second, boolean won) {
        hedges.labelValues(second.model(), won ? "won" : "lost").inc();
    }

    @Override
    public void copied(Deployment shadow, Copied outcome) {
        shadows.labelValues(labels(shadow, outcome.id())).inc();
    }

    private static String[] labels(Deployment deployment) {
        return new String[] {deployment.model(), deployment.name(), region(deployment)};
    }

    private static String[] labels(Deployment deployment, String last) {
        return new String[] {deployment.model(), deployment.name(), region(deployment), last};
    }

    private static String region(Deployment deployment) {
        String region = deployment.region();
        return region == null ? "" : region;
    }
}
