package dev.passerelle.gateway.catalogue;

import dev.passerelle.gateway.backend.ModelStatus;
import dev.passerelle.gateway.catalogue.CatalogueDetail.Card;
import dev.passerelle.gateway.catalogue.CatalogueDetail.Engine;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.card.ModelCard;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A model prepared for the catalogue: its entry, what is found in it, and its description.
///
/// @param text what a search looks through, folded
record Item(
        Offered offered, CatalogueEntry entry, FoldedText text, @Nullable Description description) {

    /// @param found what was read last of the model's files; passed over if it is of others
    static Item of(Offered offered, @Nullable Description found) {
        ModelStatus status = offered.status();
        Description description =
                found != null && status != null && found.snapshot().equals(status.snapshot())
                        ? found
                        : null;
        CatalogueEntry entry =
                Entries.entry(offered, description == null ? null : description.card());
        return new Item(offered, entry, text(entry), description);
    }

    private static FoldedText text(CatalogueEntry entry) {
        Stream<@Nullable String> single =
                Stream.of(
                        entry.id(),
                        entry.source(),
                        entry.architecture(),
                        entry.licence(),
                        entry.summary());
        Stream<@Nullable List<String>> several =
                Stream.of(entry.aliases(), entry.languages(), entry.tags(), names(entry));
        return FoldedText.of(
                Stream.concat(
                                single.filter(Objects::nonNull),
                                several.filter(Objects::nonNull).flatMap(List::stream))
                        .toList());
    }

    private static @Nullable List<String> names(CatalogueEntry entry) {
        return entry.deployments() == null
                ? null
                : entry.deployments().stream().map(CatalogueEntry.Place::name).toList();
    }

    CatalogueDetail detail() {
        ModelCard card = description == null ? null : description.card();
        ModelStatus status = offered.status();
        Snapshot snapshot = status == null ? null : status.snapshot();
        boolean generates = CatalogueTask.TEXT_GENERATION.id().equals(entry.task());
        return new CatalogueDetail(
                entry,
                card == null ? null : new Card(card.html()),
                snapshot == null
                        ? null
                        : snapshot.files().stream().map(CatalogueDetail.File::of).toList(),
                generates && status != null ? Engine.of(status.engine()) : null);
    }
}
