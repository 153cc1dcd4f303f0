package dev.passerelle.runtime;

/// A causal language model.
public non-sealed interface TextGenerator extends LoadedModel {

    /// Takes a place in the queue and tokenizes, on the calling thread. Refusals come before any
    /// work.
    ///
    /// @param tenant whose share of the model it will count against
    /// @throws InferenceException.ContextLengthExceeded if the prompt, or prompt and `maxTokens`,
    ///   exceed the context
    /// @throws InferenceException.QueueFull if too many wait already
    /// @throws InferenceException.InvalidInput if the prompt can't be rendered or has ids outside
    ///   the vocabulary
    /// @throws InferenceException.Unavailable if the model is closing
    PreparedGeneration prepare(GenerationRequest request, Tenant tenant);

    /// Starts a generation on nobody's account.
    ///
    /// @throws InferenceException as [#prepare] does
    default Generation generate(GenerationRequest request) {
        PreparedGeneration prepared = prepare(request, Tenant.EVERYONE);
        return prepared.start(prepared.maxTokens());
    }

    /// What the engine is doing right now.
    Load load();

    /// @param slots sequences that can run at once
    /// @param activeSlots sequences that hold a slot
    /// @param queued requests that wait for a slot
    /// @param kvTokens tokens held in the KV cache
    /// @param kvCapacity tokens the KV cache can hold
    /// @param prefixHitTokens prompt tokens since the start whose keys and values were there
    ///   already
    /// @param prefixQueriedTokens prompt tokens since the start, those included
    record Load(
            int slots,
            int activeSlots,
            int queued,
            long kvTokens,
            long kvCapacity,
            long prefixHitTokens,
            long prefixQueriedTokens) {

        /// Before any prompt.
        public Load(int slots, int activeSlots, int queued, long kvTokens, long kvCapacity) {
            this(slots, activeSlots, queued, kvTokens, kvCapacity, 0, 0);
        }
    }
}
