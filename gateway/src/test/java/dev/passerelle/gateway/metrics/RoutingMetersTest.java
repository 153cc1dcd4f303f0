package dev.passerelle.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.answer.DeploymentFailure.Kind;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.cache.CacheListener;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.config.RoutingConfig;
import dev.passerelle.gateway.routing.Deployment;
import dev.passerelle.gateway.routing.Router;
import dev.passerelle.gateway.routing.RoutingListener.Copied;
import dev.passerelle.gateway.routing.RoutingListener.Outcome;
import dev.passerelle.gateway.tenancy.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoutingMetersTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final GatewayMetrics metrics =
            new GatewayMetrics(new ServedModels(List.of()), () -> 0, () -> 1);

    private final Router router = router(route("chat", "near", "far"), route("spare", "near"));

    private static ModelRoute route(String model, String... deployments) {
        return new ModelRoute(
                model,
                List.of(),
                null,
                Limits.NONE,
                RoutingConfig.DEFAULT,
                Stream.of(deployments).map(RoutingMetersTest::deployment).toList());
    }

    private static DeploymentConfig deployment(String name) {
        return new DeploymentConfig.Local(
                name, new DeploymentConfig.Share("eu", null, 1, Limits.NONE, null, 0));
    }

    private Router router(ModelRoute... routes) {
        Router made =
                new Router(
                        (_, _) ->
                                _ -> {
                                    throw new IllegalStateException("not asked");
                                },
                        List.of(routes),
                        NOW);
        metrics.routing().watch(made);
        return made;
    }

    private Deployment far() {
        return router.table().get("chat").deployments().getLast();
    }

    private String scrape() {
        return new String(metrics.scrape(), StandardCharsets.UTF_8);
    }

    @Test
    void beginsAtZeroForWhatIsConfigured() {
        assertThat(scrape())
                .contains(
                        "passerelle_deployment_up{deployment=\"far\",model=\"chat\",region=\"eu\"} 1.0")
                .contains(
                        "passerelle_deployment_breaker_open{deployment=\"near\",model=\"spare\",region=\"eu\"} 0.0")
                .contains(
                        "passerelle_deployment_outstanding_tokens{deployment=\"near\",model=\"chat\",region=\"eu\"} 0.0")
                .contains(
                        "passerelle_deployment_attempts_total{deployment=\"far\",model=\"chat\",outcome=\"no_room\",region=\"eu\"} 0.0");
    }

    @Test
    void countsWhereCallsGo() {
        RoutingMeters meters = metrics.routing();
        meters.asked(far(), Outcome.ANSWERED, null, 30_000_000);
        meters.asked(far(), Outcome.FAILED, Kind.UNREACHABLE, 1);
        meters.brokeOff(far(), Kind.STALLED);
        meters.retried(far());
        meters.retriesSpent("chat");
        meters.fellBack("chat", "spare");
        meters.hedged(far(), true);
        meters.copied(far(), Copied.SKIPPED);
        String of = "{deployment=\"far\",model=\"chat\",";
        assertThat(scrape())
                .contains(
                        "passerelle_deployment_attempts_total"
                                + of
                                + "outcome=\"answered\",region=\"eu\"} 1.0")
                .contains(
                        "passerelle_deployment_attempts_total"
                                + of
                                + "outcome=\"failed\",region=\"eu\"} 1.0")
                .contains(
                        "passerelle_deployment_time_to_first_token_seconds_sum"
                                + of
                                + "region=\"eu\"} 0.03")
                .contains("kind=\"unreachable\",model=\"chat\",region=\"eu\"} 1.0")
                .contains("kind=\"stalled\",model=\"chat\",region=\"eu\"} 1.0")
                .contains("passerelle_retries_total" + of + "region=\"eu\"} 1.0")
                .contains("passerelle_retries_refused_total{model=\"chat\"} 1.0")
                .contains("passerelle_fallbacks_total{from=\"chat\",to=\"spare\"} 1.0")
                .contains("passerelle_hedges_total{model=\"chat\",outcome=\"won\"} 1.0")
                .contains(
                        "passerelle_shadows_total" + of + "outcome=\"skipped\",region=\"eu\"} 1.0");
    }

    @Test
    void forgetsWhatIsConfiguredNoMore() {
        Deployment gone = far();
        RoutingMeters meters = metrics.routing();
        meters.asked(gone, Outcome.FAILED, Kind.ERROR, 1);
        meters.copied(gone, Copied.ANSWERED);
        meters.fellBack("chat", "spare");
        meters.asked(
                router.table().get("chat").deployments().getFirst(), Outcome.ANSWERED, null, 1);
        router.replace(List.of(route("chat", "near")), NOW);
        meters.asked(gone, Outcome.ANSWERED, null, 1);
        assertThat(scrape())
                .doesNotContain("far")
                .doesNotContain("spare")
                .contains(
                        "passerelle_deployment_attempts_total{deployment=\"near\",model=\"chat\",outcome=\"answered\",region=\"eu\"} 1.0");
    }

    @Test
    void countsTheRest() {
        metrics.cache().holding(() -> 4096);
        metrics.cache().answered("chat", CacheListener.Outcome.HIT);
        metrics.accessLogDropped(() -> 7);
        metrics.cancelLatency(20_000_000);
        metrics.reloaded(true);
        metrics.reloaded(false);
        assertThat(scrape())
                .contains("passerelle_cache_bytes 4096.0")
                .contains("passerelle_cache_requests_total{model=\"chat\",outcome=\"hit\"} 1.0")
                .contains("passerelle_access_log_dropped_total 7.0")
                .contains("passerelle_cancel_latency_seconds_bucket{le=\"0.025\"} 1")
                .contains("passerelle_config_reloads_total{outcome=\"applied\"} 1.0")
                .contains("passerelle_config_reloads_total{outcome=\"refused\"} 1.0");
    }
}
