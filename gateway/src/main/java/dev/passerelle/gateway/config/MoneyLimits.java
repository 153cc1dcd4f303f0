package dev.passerelle.gateway.config;

import dev.passerelle.gateway.config.RoutingConfig.Policy;
import dev.passerelle.gateway.tenancy.Measure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Checks that money can be counted where it has to be: models have prices, all in one currency.
final class MoneyLimits {
    private final Settings settings;
    private final List<ModelRoute> models;

    MoneyLimits(Settings settings, List<ModelRoute> models) {
        this.settings = settings;
        this.models = models;
    }

    void check() {
        Optional<String> first =
                Stream.of(
                                entries("limits.organisations", LimitKeys.ORGANISATION),
                                entries("limits.projects", LimitKeys.PROJECT),
                                entries("models", ModelKeys.LIMITS),
                                IntStream.range(0, models.size())
                                        .boxed()
                                        .flatMap(this::deployments))
                        .flatMap(paths -> paths)
                        .findFirst();
        first.ifPresent(this::checkCurrency);
        IntStream.range(0, models.size()).forEach(this::check);
    }

    private void check(int index) {
        ModelRoute model = models.get(index);
        if (!priced(model)) {
            paths(ModelKeys.LIMITS, index)
                    .findFirst()
                    .ifPresent(path -> {
                        throw settings.wrong(
                                path,
                                "needs the model's price; give models[].price, or a price to each deployment");
                    });
            deployments(index)
                    .findFirst()
                    .ifPresent(path -> {
                        throw settings.wrong(
                                path,
                                "needs prices; give models[].price, or a price to each deployment");
                    });
        }
        List<String> currencies = currencies(Stream.of(model));
        if (model.routing().policy() == Policy.CHEAPEST && currencies.size() > 1) {
            throw settings.wrong(
                    RoutingKeys.POLICY.at(index),
                    "is 'cheapest', but prices are in %s; give them all in one currency"
                            .formatted(String.join(" and ", currencies)));
        }
    }

    /// Whether a call costs something known, whoever answers.
    private static boolean priced(ModelRoute model) {
        return model.price() != null
                || model.deployments().stream()
                        .map(DeploymentConfig::share)
                        .allMatch(share -> share.price() != null || share.shadowPercent() > 0);
    }

    private void checkCurrency(String path) {
        List<String> currencies = currencies(models.stream());
        if (currencies.isEmpty()) {
            throw settings.wrong(
                    path, "limits money, but no model has a price; give models[].price");
        }
        if (currencies.size() > 1) {
            throw settings.wrong(
                    path,
                    "limits money, but prices are in %s; give them all in one currency"
                            .formatted(String.join(" and ", currencies)));
        }
    }

    private static List<String> currencies(Stream<ModelRoute> models) {
        return models.flatMap(model ->
                        Stream.concat(
                                Stream.ofNullable(model.price()),
                                model.deployments().stream()
                                        .map(deployment -> deployment.share().price())
                                        .flatMap(Stream::ofNullable)))
                .map(Price::currency)
                .distinct()
                .toList();
    }

    private Stream<String> entries(String list, Map<Measure, ConfigKey<Long>> keys) {
        return settings.entries(list).stream().flatMap(index -> paths(keys, index));
    }

    private Stream<String> deployments(int model) {
        return settings.entries("models[" + model + "].deployments").stream()
                .flatMap(index -> paths(DeploymentKeys.LIMITS, model, index));
    }

    private Stream<String> paths(Map<Measure, ConfigKey<Long>> keys, int... indexes) {
        return keys.entrySet().stream()
                .filter(entry -> entry.getKey().unit() == Measure.Unit.MONEY)
                .filter(entry -> settings.find(entry.getValue(), indexes).isPresent())
                .map(entry -> entry.getValue().at(indexes));
    }
}
