package dev.passerelle.gateway.answer;

/// What a deployment is told of the trace a call belongs to (W3C Trace Context).
///
/// @param parent value of `traceparent`; empty for none
/// @param state value of `tracestate`; empty for none
public record TraceParent(String parent, String state) {
    public static final TraceParent NONE = new TraceParent("", "");
}
