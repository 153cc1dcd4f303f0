package dev.passerelle.gateway.catalogue;

import dev.passerelle.gateway.backend.ModelStatus;
import dev.passerelle.gateway.openai.ApiException.ModelNotFound;
import dev.passerelle.gateway.openai.Json;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What is offered, as anyone may see it. Follows the models: an entry is made anew when its status
/// is another, and its files are read once a snapshot.
public final class Catalogue {

    /// Where repositories of the public hub have their pages.
    public static final URI PUBLIC_HUB = URI.create("https://huggingface.co/");

    private static final int LONGEST_NAME_SHOWN = 128;

    private final Supplier<List<ModelStatus>> statuses;
    private final URI hub;
    private final Map<String, Item> items = new ConcurrentHashMap<>();

    /// @param statuses of all models now, each the same instance until it changes
    /// @param hub where repositories have their pages, for relative links of their cards
    public Catalogue(Supplier<List<ModelStatus>> statuses, URI hub) {
        this.statuses = statuses;
        this.hub = hub;
    }

    /// The answer to a query, as JSON.
    public byte[] list(CatalogueQuery query) {
        return Json.bytes(
                CataloguePage.of(query, statuses.get().stream().map(this::item).toList()));
    }

    /// All that is known of one model, as JSON.
    ///
    /// @param name an id or alias
    /// @throws ModelNotFound if there is none of it
    public byte[] one(String name) {
        return statuses.get().stream()
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
        Item fresh = Item.of(status, known, hub);
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
