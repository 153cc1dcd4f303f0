package dev.passerelle.runtime;

/// What a checkpoint is, read from its headers without loading it.
///
/// @param architecture `model_type`, e.g. `llama` or `bert`
/// @param parameters weights, counted; of tied embeddings once
/// @param contextLength tokens the model was made for
/// @param weightFormat how the checkpoint stores most of its weights, e.g. `BF16` or `Q4_1`
/// @param dimensions length of an embedding; 0 for a model that generates text
/// @param chat whether it has a chat template
public record ModelFacts(
        Task task,
        String architecture,
        long parameters,
        int contextLength,
        String weightFormat,
        int dimensions,
        boolean chat) {

    /// What a model is for.
    public enum Task {
        TEXT_GENERATION,
        EMBEDDING
    }
}
