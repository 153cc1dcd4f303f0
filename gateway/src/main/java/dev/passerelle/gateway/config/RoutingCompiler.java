package dev.passerelle.gateway.config;

import java.util.List;

/// Makes checked records of `routing`, and of `routing` in entries of `models`.
final class RoutingCompiler {
    private final Settings settings;

    RoutingCompiler(Settings settings) {
        this.settings = settings;
    }

    ResilienceConfig global() {
        return new ResilienceConfig(
                settings.get(RoutingKeys.RETRY_PERCENT),
                settings.get(RoutingKeys.RETRIES_PER_SECOND),
                settings.get(RoutingKeys.BREAKER_FAILURES),
                settings.get(RoutingKeys.BREAKER_PAUSE));
    }

    /// @param index the model's
    /// @param names all models', by which fallbacks are found
    RoutingConfig of(int index, String id, ModelNames names) {
        return new RoutingConfig(
                settings.get(RoutingKeys.POLICY, index),
                settings.get(RoutingKeys.ATTEMPTS, index),
                fallbacks(index, id, names),
                settings.find(RoutingKeys.HEDGE_AFTER, index).orElse(null),
                settings.get(RoutingKeys.AFFINITY_LOAD, index));
    }

    private List<String> fallbacks(int index, String id, ModelNames names) {
        return settings.find(RoutingKeys.FALLBACKS, index).orElse(List.of()).stream()
                .map(name -> fallback(index, id, name, names))
                .distinct()
                .toList();
    }

    private String fallback(int index, String id, String name, ModelNames names) {
        String path = RoutingKeys.FALLBACKS.at(index);
        String other =
                names.idOf(name)
                        .orElseThrow(() ->
                                settings.wrong(
                                        path,
                                        "names '%s', which no model is called; name an id or alias"
                                                .formatted(name)));
        if (other.equals(id)) {
            throw settings.wrong(path, "names '%s', the model itself".formatted(name));
        }
        return other;
    }
}
