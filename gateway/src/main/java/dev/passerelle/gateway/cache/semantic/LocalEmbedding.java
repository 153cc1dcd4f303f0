package dev.passerelle.gateway.cache.semantic;

import dev.passerelle.gateway.backend.ModelLease;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.runtime.Embedder;
import dev.passerelle.runtime.Embedder.Input;
import dev.passerelle.runtime.PromptText;
import java.util.List;

/// An embedding model that runs here, on nobody's account.
///
/// @param model its id
public record LocalEmbedding(ServedModels models, String model) implements Embedding {

    @Override
    public float[] embed(String text) throws InterruptedException {
        try (ModelLease<Embedder> lease = models.embedder(model)) {
            Input input = new Input.Text(new PromptText(text));
            return lease.model().embed(List.of(input)).vectors().getFirst();
        }
    }
}
