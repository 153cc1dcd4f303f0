package dev.passerelle.gateway.catalogue;

import dev.passerelle.gateway.backend.ModelState;
import dev.passerelle.gateway.backend.ModelStatus;
import dev.passerelle.gateway.catalogue.CatalogueEntry.Modalities;
import dev.passerelle.registry.card.ModelCard;
import dev.passerelle.runtime.Embedder;
import dev.passerelle.runtime.ModelFacts;
import dev.passerelle.runtime.TextGenerator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a model is for, under Hugging Face's names.
enum CatalogueTask {
    TEXT_GENERATION("text-generation", "text"),
    FEATURE_EXTRACTION("feature-extraction", "embedding");

    private final String id;
    private final String output;

    CatalogueTask(String id, String output) {
        this.id = id;
        this.output = output;
    }

    String id() {
        return id;
    }

    Modalities modalities() {
        return new Modalities(List.of("text"), List.of(output));
    }

    /// The task of a model by the surest of what is known: the loaded model, its files' headers,
    /// its card. One that runs elsewhere only is taken to chat.
    ///
    /// @param status absent if it doesn't run here
    static @Nullable CatalogueTask of(@Nullable ModelStatus status, @Nullable ModelCard card) {
        if (status == null) {
            return TEXT_GENERATION;
        }
        if (status.state() instanceof ModelState.Ready(var model)) {
            return switch (model) {
                case TextGenerator _ -> TEXT_GENERATION;
                case Embedder _ -> FEATURE_EXTRACTION;
            };
        }
        ModelFacts facts = status.facts();
        if (facts != null) {
            return switch (facts.task()) {
                case TEXT_GENERATION -> TEXT_GENERATION;
                case EMBEDDING -> FEATURE_EXTRACTION;
            };
        }
        String tag = card == null ? null : card.pipelineTag();
        return switch (tag) {
            case "text-generation" -> TEXT_GENERATION;
            case "feature-extraction", "sentence-similarity" -> FEATURE_EXTRACTION;
            case null, default -> null;
        };
    }
}
