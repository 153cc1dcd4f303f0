package dev.passerelle.gateway.chaos;

import dev.passerelle.gateway.RecordingLedger;
import dev.passerelle.gateway.upstream.Wire;

/// What a call's record says was used.
record Charge(long prompt, long completion) {
    /// What is counted of the prompt of [RoutedGateway#chat] as long as no upstream has told.
    static final long ESTIMATE = 8;

    static final Charge NOTHING = new Charge(0, 0);

    /// Both pieces of a right answer, as the upstream reports them.
    static final Charge REPORTED = new Charge(Wire.PROMPT_TOKENS, 2);

    /// Some pieces of an answer whose usage isn't known.
    static Charge estimated(int pieces) {
        return new Charge(ESTIMATE, pieces);
    }

    static Charge of(RecordingLedger.Closed record) {
        return new Charge(record.promptTokens(), record.completionTokens());
    }
}
