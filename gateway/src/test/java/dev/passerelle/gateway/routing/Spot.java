package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.DeploymentConfig.Canary;
import dev.passerelle.gateway.config.DeploymentConfig.HealthCheck;
import dev.passerelle.gateway.config.DeploymentConfig.Share;
import dev.passerelle.gateway.config.Price;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A deployment as a test wants it.
record Spot(String name, Share share, @Nullable HealthCheck health, boolean local) {

    static Spot of(String name) {
        return new Spot(name, new Share(null, null, 1, Limits.NONE, null, 0), null, false);
    }

    private Spot with(Share changed) {
        return new Spot(name, changed, health, local);
    }

    Spot in(String region) {
        return with(
                new Share(
                        region,
                        share.price(),
                        share.weight(),
                        share.limits(),
                        share.canary(),
                        share.shadowPercent()));
    }

    Spot weight(int weight) {
        return with(
                new Share(
                        share.region(),
                        share.price(),
                        weight,
                        share.limits(),
                        share.canary(),
                        share.shadowPercent()));
    }

    Spot price(int prompt, int completion) {
        Price price = new Price(BigDecimal.valueOf(prompt), BigDecimal.valueOf(completion), "EUR");
        return with(
                new Share(
                        share.region(),
                        price,
                        share.weight(),
                        share.limits(),
                        share.canary(),
                        share.shadowPercent()));
    }

    Spot limit(Measure measure, long capacity) {
        return with(
                new Share(
                        share.region(),
                        share.price(),
                        share.weight(),
                        new Limits(Map.of(measure, capacity)),
                        share.canary(),
                        share.shadowPercent()));
    }

    Spot canary(double percent, String... keys) {
        return with(
                new Share(
                        share.region(),
                        share.price(),
                        share.weight(),
                        share.limits(),
                        new Canary(percent, Set.of(keys)),
                        share.shadowPercent()));
    }

    Spot shadow(double percent) {
        return with(
                new Share(
                        share.region(),
                        share.price(),
                        share.weight(),
                        share.limits(),
                        share.canary(),
                        percent));
    }

    Spot looked(Duration every) {
        return new Spot(name, share, new HealthCheck("/models", every), local);
    }

    Spot here() {
        return new Spot(name, share, health, true);
    }

    DeploymentConfig config() {
        return local
                ? new DeploymentConfig.Local(name, share)
                : new DeploymentConfig.Upstream(
                        name,
                        share,
                        URI.create("http://127.0.0.1:1/v1"),
                        "",
                        "m",
                        Map.of(),
                        DeploymentConfig.Protocol.HTTP_1_1,
                        1000,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        8,
                        health);
    }
}
