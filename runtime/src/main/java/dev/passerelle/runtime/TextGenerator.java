package dev.passerelle.runtime;

/// A causal language model.
public non-sealed interface TextGenerator extends LoadedModel {

    /// Starts a generation. Tokenizes on the calling thread, then queues; refusals come before any
    /// work.
    ///
    /// @throws InferenceException.ContextLengthExceeded if the prompt, or prompt and `maxTokens`,
    ///   exceed the context
    /// @throws InferenceException.QueueFull if too many wait already
    /// @throws InferenceException.InvalidInput if the prompt can't be rendered or has ids outside
    ///   the vocabulary
    /// @throws InferenceException.Unavailable if the model is closing
    Generation generate(GenerationRequest request);

    /// What the engine is doing right now.
    Load load();

    /// @param slots sequences that can run at once
    /// @param activeSlots sequences that hold a slot
    /// @param queued requests that wait for a slot
    /// @param kvTokens tokens held in the KV cache
    /// @param kvCapacity tokens the KV cache can hold
    record Load(int slots, int activeSlots, int queued, long kvTokens, long kvCapacity) {}
}
