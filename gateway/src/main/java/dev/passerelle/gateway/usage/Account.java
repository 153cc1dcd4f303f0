package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.tenancy.Caller;
import java.time.Instant;

/// What is known of a request when it comes.
///
/// @param requestId as in the header `x-request-id`
/// @param endpoint the path, e.g. `/v1/chat/completions`
/// @param time when it came
public record Account(String requestId, String endpoint, Caller caller, Instant time) {}
