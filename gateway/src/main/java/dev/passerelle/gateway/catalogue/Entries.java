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
import org.jspecify.annotations.Nullable;

/// Makes the entry of a model from its status and what its files say.
record Entries(
        ModelStatus status,
        ModelConfig config,
        @Nullable Snapshot snapshot,
        @Nullable ModelFacts facts,
        @Nullable ModelCard card,
        @Nullable CatalogueTask task) {

    static CatalogueEntry entry(ModelStatus status, @Nullable ModelCard card) {
        return new Entries(
                        status,
                        status.config(),
                        status.snapshot(),
                        status.facts(),
                        card,
                        CatalogueTask.of(status, card))
                .entry();
    }

    private CatalogueEntry entry() {
        return new CatalogueEntry(
                config.id(),
                "model",
                config.aliases(),
                status.createdAt().getEpochSecond(),
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
                generates() ? config.engine().precision().id() : null,
                card == null ? null : card.licence(),
                card == null ? null : card.licenceLink(),
                card == null ? null : known(card.languages()),
                card == null ? null : known(card.baseModels()),
                card == null ? null : known(card.tags()),
                card == null || card.summary().isEmpty() ? null : card.summary(),
                Description.shown(config.source()),
                isFromHub() ? revision() : null,
                isFromHub() ? null : revision(),
                snapshot == null ? null : snapshot.verified(),
                CatalogueEntry.State.of(status.state()),
                CatalogueEntry.Update.of(status.update()),
                config.load().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                config.pinned(),
                config.region(),
                CatalogueEntry.Price.of(config.price()));
    }

    private boolean generates() {
        return task == CatalogueTask.TEXT_GENERATION;
    }

    private @Nullable List<String> capabilities() {
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
        if (facts == null) {
            return null;
        }
        return generates()
                ? Math.min(facts.contextLength(), config.engine().maxLength())
                : facts.contextLength();
    }

    private @Nullable LoadedModel loaded() {
        return status.state() instanceof ModelState.Ready(LoadedModel model) ? model : null;
    }

    private @Nullable Size size() {
        MemoryEstimate memory = status.memory();
        return snapshot == null && memory == null
                ? null
                : new Size(
                        snapshot == null ? null : snapshot.size(),
                        memory == null ? null : memory.total());
    }

    private boolean isFromHub() {
        return config.source() instanceof ModelSource.Hub;
    }

    private @Nullable String revision() {
        return snapshot == null || snapshot.revision().equals(Snapshot.UNVERSIONED)
                ? null
                : snapshot.revision();
    }

    private static @Nullable List<String> known(List<String> values) {
        return values.isEmpty() ? null : values;
    }
}
