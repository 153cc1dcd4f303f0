package dev.passerelle.gateway.config;

import dev.passerelle.gateway.tenancy.Measure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Checks that limits of money can be counted: models have prices, all in one currency.
final class MoneyLimits {
    private final Settings settings;
    private final List<ModelConfig> models;

    MoneyLimits(Settings settings, List<ModelConfig> models) {
        this.settings = settings;
        this.models = models;
    }

    void check() {
        Optional<String> first =
                Stream.of(
                                paths("limits.organisations", LimitKeys.ORGANISATION),
                                paths("limits.projects", LimitKeys.PROJECT),
                                paths("models", ModelKeys.LIMITS))
                        .flatMap(paths -> paths)
                        .findFirst();
        first.ifPresent(this::checkCurrency);
        IntStream.range(0, models.size())
                .filter(index -> models.get(index).price() == null)
                .forEach(index ->
                        paths(ModelKeys.LIMITS, index).findFirst().ifPresent(this::refuse));
    }

    private void refuse(String path) {
        throw settings.wrong(path, "needs the model's price; give models[].price");
    }

    private void checkCurrency(String path) {
        List<String> currencies =
                models.stream()
                        .map(ModelConfig::price)
                        .flatMap(Stream::ofNullable)
                        .map(Price::currency)
                        .distinct()
                        .toList();
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

    private Stream<String> paths(String list, Map<Measure, ConfigKey<Long>> keys) {
        return settings.entries(list).stream().flatMap(index -> paths(keys, index));
    }

    private Stream<String> paths(Map<Measure, ConfigKey<Long>> keys, int index) {
        return keys.entrySet().stream()
                .filter(entry -> entry.getKey().unit() == Measure.Unit.MONEY)
                .filter(entry -> settings.find(entry.getValue(), index).isPresent())
                .map(entry -> entry.getValue().at(index));
    }
}
