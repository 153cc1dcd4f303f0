package dev.passerelle.gateway.telemetry;

import dev.passerelle.gateway.answer.TraceParent;

/// The trace of one call, from its beginning.
public interface Trace {

    /// What deployments are told, for [dev.passerelle.gateway.answer.CallRequest].
    TraceParent parent();

    /// The call has ended. Called once, by any thread.
    void end(CallSummary summary);
}
