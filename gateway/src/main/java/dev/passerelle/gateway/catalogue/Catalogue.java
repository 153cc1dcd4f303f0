package dev.passerelle.gateway.catalogue;

import dev.passerelle.gateway.backend.ModelStatus;
import dev.passerelle.gateway.openai.ApiException.ModelNotFound;
import dev.passerelle.gateway.openai.Json;
import dev.passerelle.gateway.routing.RoutedModel;
import dev.passerelle.registry.Snapshot;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is offered, as anyone may see it. Follows the models: an entry is made anew when a model's
/// route, its status or that of a deployment is another. No answer reads a file: [#describe] does,
/// before a snapshot is known to requests.
public final class Catalogue {

    private static final int LONGEST_NAME_SHOWN = 128;

    private final Supplier<List<RoutedModel>> models;
    private final Supplier<List<ModelStatus>> statuses;
    private final URI hub;
    private final Map<String, Description> descriptions = new ConcurrentHashMap<>();
    private final Map<String, Item> items = new ConcurrentHashMap<>();

    /// @param models those that are offered now
    /// @param statuses of all that run here now, each the same instance until it changes
    /// @param hub where repositories have their pages, for relative links of their cards; without a
    ///   slash at the end
    public Catalogue(
            Supplier<List<RoutedModel>> models, Supplier<List<ModelStatus>> statuses, URI hub) {
        this.models = models;
        this.statuses = statuses;
        this.hub = hub;
    }

    /// Reads what a model's snapshot says of itself, unless it has been read already.
    public void describe(String id, Snapshot snapshot) {
        Description known = descriptions.get(id);
        if (known == null || !known.snapshot().equals(snapshot)) {
            descriptions.put(id, Description.of(snapshot, hub));
        }
    }

    /// The answer to a query, as JSON.
    ///
    /// @param shown which models whoever asks may see
    public byte[] list(CatalogueQuery query, Predicate<RoutedModel> shown) {
        Map<String, ModelStatus> here =
                statuses.get().stream()
                        .collect(
                                Collectors.toMap(
                                        status -> status.config().id(), Function.identity()));
        return Json.bytes(
                CataloguePage.of(
                        query,
                        models.get().stream()
                                .filter(shown)
                                .map(model -> item(Offered.of(model, here.get(model.id()))))
                                .toList()));
    }

    /// All that is known of one model, as JSON.
    ///
    /// @param name an id or alias
    /// @param shown which models whoever asks may see
    /// @throws ModelNotFound if there is none of it
    public byte[] one(String name, Predicate<RoutedModel> shown) {
        return models.get().stream()
                .filter(shown)
                .filter(model -> model.id().equals(name) || model.route().aliases().contains(name))
                .findFirst()
                .map(model -> Json.bytes(item(Offered.of(model, status(model.id()))).detail()))
                .orElseThrow(() -> unknown(name));
    }

    private @Nullable ModelStatus status(String id) {
        return statuses.get().stream()
                .filter(status -> status.config().id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private Item item(Offered offered) {
        String id = offered.route().id();
        Item known = items.get(id);
        if (known != null && known.offered().equals(offered)) {
            return known;
        }
        Item fresh = Item.of(offered, descriptions.get(id));
        items.put(id, fresh);
        return fresh;
    }

    private static ModelNotFound unknown(String name) {
        String shown =
                name.length() <= LONGEST_NAME_SHOWN
                        ? name
                        : name.substring(0, LONGEST_NAME_SHOWN) + "…";
        return new ModelNotFound(
                "The model '%s' does not exist. GET /api/catalogue lists those that do."
                        .formatted(shown));
    }
}
