package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.openai.ApiException.ModelNotFound;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The models clients may name, by id or alias, at one moment.
public final class RoutingTable {
    private final List<RoutedModel> models;
    private final Map<String, RoutedModel> byName = new HashMap<>();

    /// @throws IllegalArgumentException if two have the same id or alias
    RoutingTable(List<RoutedModel> models) {
        this.models = List.copyOf(models);
        for (RoutedModel model : models) {
            name(model.id(), model);
            model.route().aliases().forEach(alias -> name(alias, model));
        }
    }

    private void name(String name, RoutedModel model) {
        if (byName.putIfAbsent(name, model) != null) {
            throw new IllegalArgumentException(
                    "Two models have the id or alias '%s': give each its own.".formatted(name));
        }
    }

    /// In the order of the configuration.
    public List<RoutedModel> all() {
        return models;
    }

    public @Nullable RoutedModel find(String name) {
        return byName.get(name);
    }

    /// @throws ModelNotFound if there is none of this id or alias
    public RoutedModel get(String name) {
        return get(name, _ -> false);
    }

    /// @param visible what the caller may be told of
    /// @throws ModelNotFound if there is none of this id or alias; for an unknown adapter of a
    ///   model it names those there are
    public RoutedModel get(String name, Predicate<RoutedModel> visible) {
        RoutedModel model = byName.get(name);
        if (model == null) {
            throw unknown(name, visible);
        }
        return model;
    }

    private ModelNotFound unknown(String name, Predicate<RoutedModel> visible) {
        RoutedModel base = byName.get(name.substring(0, Math.max(0, name.lastIndexOf(':'))));
        if (base == null || !visible.test(base)) {
            return ServedModels.unknown(name);
        }
        List<String> adapted =
                models.stream()
                        .filter(model -> base.id().equals(model.route().base()))
                        .filter(visible)
                        .map(RoutedModel::id)
                        .toList();
        return ServedModels.unknownAdapter(name, base.id(), adapted);
    }
}
