package dev.passerelle.gateway.catalogue;

import dev.passerelle.gateway.backend.ModelState;
import dev.passerelle.gateway.backend.ModelStatus;
import dev.passerelle.gateway.catalogue.CatalogueEntry.Size;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.card.ModelCard;
import dev.passerelle.runtime.Embedder;
import dev.passerelle.runtime.LoadedModel;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes the entry of a model from what is known of it and what its files say.
///
/// @param status absent if it doesn't run here
record Entries(
        Offered offered,
        @Nullable ModelStatus status,
        @Nullable Snapshot snapshot,
        @Nullable ModelFacts facts,
        @Nullable ModelCard card,
        @Nullable CatalogueTask task) {

    static CatalogueEntry entry(Offered offered, @Nullable ModelCard card) {
        ModelStatus status = offered.status();
        return new Entries(
                        offered,
                        status,
                        status == null ? null : status.snapshot(),
                        status == null ? null : status.facts(),
                        card,
                        CatalogueTask.of(status, card))
                .entry();
    }

    private CatalogueEntry entry() {
        return new CatalogueEntry(
                offered.route().id(),
                "model",
                offered.route().aliases(),
                offered.createdAt().getEpochSecond(),
                task == null ? null : task.id(),
                task == null ? null : task.modalities(),
                capabilities(),
                dimensions(),
                facts == null ? null : facts.architecture(),
                facts == null ? null : facts.parameters(),
                contextLength(),
                facts == null ? null : facts.contextLength(),
                size(),
                facts == null ? null : facts.weightFormat(),
                generates() ? ofConfig(config -> config.engine().precision().id()) : null,
                card == null ? null : card.licence(),
                card == null ? null : card.licenceLink(),
                card == null ? null : known(card.languages()),
                card == null ? null : known(card.baseModels()),
                card == null ? null : known(card.tags()),
                card == null || card.summary().isEmpty() ? null : card.summary(),
                ofConfig(config -> Description.shown(config.source())),
                isFromHub() ? revision() : null,
                isFromHub() ? null : revision(),
                snapshot == null ? null : snapshot.verified(),
                CatalogueEntry.State.of(offered),
                status == null ? null : CatalogueEntry.Update.of(status.update()),
                ofConfig(config -> config.load().name().toLowerCase(Locale.ROOT).replace('_', '-')),
                ofConfig(ModelConfig::pinned),
                offered.region(),
                offered.price(),
                known(offered.places()));
    }

    /// What the configuration says of what runs here.
    private <T> @Nullable T ofConfig(Function<ModelConfig, T> value) {
        return status == null ? null : value.apply(status.config());
    }

    private boolean generates() {
        return task == CatalogueTask.TEXT_GENERATION;
    }

    private @Nullable List<String> capabilities() {
        if (status == null) {
            return Capability.PASSED_ON;
        }
        return task == null ? null : Capability.of(task, facts == null || facts.chat());
    }

    private @Nullable Integer dimensions() {
        if (loaded() instanceof Embedder embedder) {
            return embedder.dimensions();
        }
        return facts == null || facts.dimensions() == 0 ? null : facts.dimensions();
    }

    private @Nullable Integer contextLength() {
        LoadedModel loaded = loaded();
        if (loaded != null) {
            return loaded.contextLength();
        }
        if (facts == null || status == null) {
            return null;
        }
        return generates()
                ? Math.min(facts.contextLength(), status.config().engine().maxLength())
                : facts.contextLength();
    }

    private @Nullable LoadedModel loaded() {
        return status != null && status.state() instanceof ModelState.Ready(LoadedModel model)
                ? model
                : null;
    }

    private @Nullable Size size() {
        MemoryEstimate memory = status == null ? null : status.memory();
        return snapshot == null && memory == null
                ? null
                : new Size(
                        snapshot == null ? null : snapshot.size(),
                        memory == null ? null : memory.total());
    }

    private boolean isFromHub() {
        return status != null && status.config().source() instanceof ModelSource.Hub;
    }

    private @Nullable String revision() {
        return snapshot == null || snapshot.revision().equals(Snapshot.UNVERSIONED)
                ? null
                : snapshot.revision();
    }

    private static <T> @Nullable List<T> known(List<T> values) {
        return values.isEmpty() ? null : values;
    }
}
