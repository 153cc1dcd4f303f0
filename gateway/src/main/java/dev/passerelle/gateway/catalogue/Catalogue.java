package dev.passerelle.gateway.catalogue;

import dev.passerelle.gateway.backend.ModelStatus;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.gateway.openai.ApiException.ModelNotFound;
import dev.passerelle.gateway.openai.Json;
import dev.passerelle.registry.Snapshot;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What is offered, as anyone may see it. Follows the models: an entry is made anew when its status
/// is another. No answer reads a file: [#describe] does, before a snapshot is known to requests.
public final class Catalogue {

    private static final int LONGEST_NAME_SHOWN = 128;

    private final Supplier<List<ModelStatus>> statuses;
    private final URI hub;
    private final Map<String, Description> descriptions = new ConcurrentHashMap<>();
    private final Map<String, Item> items = new ConcurrentHashMap<>();

    /// @param statuses of all models now, each the same instance until it changes
    /// @param hub where repositories have their pages, for relative links of their cards; without a
    ///   slash at the end
    public Catalogue(Supplier<List<ModelStatus>> statuses, URI hub) {
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
    public byte[] list(CatalogueQuery query, Predicate<ModelConfig> shown) {
        return Json.bytes(
                CataloguePage.of(
                        query,
                        statuses.get().stream()
                                .filter(status -> shown.test(status.config()))
                                .map(this::item)
                                .toList()));
    }

    /// All that is known of one model, as JSON.
    ///
    /// @param name an id or alias
    /// @param shown which models whoever asks may see
    /// @throws ModelNotFound if there is none of it
    public byte[] one(String name, Predicate<ModelConfig> shown) {
        return statuses.get().stream()
                .filter(status -> shown.test(status.config()))
                .filter(status ->
                        status.config().id().equals(name)
                                || status.config().aliases().contains(name))
                .findFirst()
                .map(status -> Json.bytes(item(status).detail()))
                .orElseThrow(() -> unknown(name));
    }

    private Item item(ModelStatus status) {
        Item known = items.get(status.config().id());
        if (known != null && known.status().equals(status)) {
            return known;
        }
        Item fresh = Item.of(status, descriptions.get(status.config().id()));
        items.put(status.config().id(), fresh);
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
