package dev.passerelle.loadtests.workload;

import dev.passerelle.loadtests.plan.Endpoint;
import org.jspecify.annotations.Nullable;

/// One request to be sent.
///
/// @param kind the name of its traffic
/// @param body JSON in UTF-8; the array is not changed by anyone
/// @param promptTokens meant to be in the prompt, with all that a conversation has said
/// @param outputTokens asked for; 0 for embeddings
/// @param key the API key; null for none
/// @param leave when its client leaves; null for one that stays
/// @param keep whether the answer's text is needed, for the next turn
@SuppressWarnings("ArrayRecordComponent") // sent as it is
public record Ask(
        String kind,
        Endpoint endpoint,
        boolean stream,
        byte[] body,
        int promptTokens,
        int outputTokens,
        @Nullable String key,
        @Nullable Leave leave,
        boolean keep) {
    @Override
    public String toString() {
        return "Ask[" + kind + ", " + promptTokens + " + " + outputTokens + " tokens]";
    }
}
