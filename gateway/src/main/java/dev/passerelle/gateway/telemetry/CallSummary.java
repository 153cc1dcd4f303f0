package dev.passerelle.gateway.telemetry;

import dev.passerelle.gateway.answer.TraceParent;
import dev.passerelle.gateway.tenancy.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A call that has ended, as it is told to the access log, traces and OpenTelemetry's metrics.
///
/// @param started when its headers were there
/// @param requestId as in the header `x-request-id`
/// @param secure whether it came over TLS
/// @param path as it was asked for, without the query
/// @param endpoint what it is counted as, e.g. `/v1/chat/completions`
/// @param status of HTTP; [#CLIENT_LEFT] if there was nobody left to answer
/// @param bytes of the answer's body; -1 if nobody counted
/// @param nanos from the headers to the end of the answer
/// @param caller who asked
/// @param work what a model did for it; absent where none was asked
/// @param error the error's code as the client got it, or its type where it has no code; absent if
///   all went well
/// @param userAgent as the client sent it
/// @param trace the trace it belongs to
public record CallSummary(
        Instant started,
        String requestId,
        boolean secure,
        String method,
        String path,
        String endpoint,
        int status,
        long bytes,
        long nanos,
        Caller caller,
        @Nullable WorkSummary work,
        @Nullable String error,
        @Nullable String userAgent,
        TraceParent trace) {

    /// The status of calls whose client left before the answer was complete.
    public static final int CLIENT_LEFT = 499;

    public boolean cancelled() {
        return status == CLIENT_LEFT;
    }
}
