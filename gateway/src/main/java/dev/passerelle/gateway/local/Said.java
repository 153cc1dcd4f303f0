package dev.passerelle.gateway.local;

import dev.passerelle.runtime.GenerationEvent;

/// What one of several candidates says next.
///
/// @param candidate counts from 0
record Said(int candidate, GenerationEvent event) {

    /// Whether the candidate says nothing more.
    boolean last() {
        return event instanceof GenerationEvent.Finished || event instanceof GenerationEvent.Failed;
    }
}
