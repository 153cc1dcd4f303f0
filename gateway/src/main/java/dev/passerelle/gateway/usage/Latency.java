package dev.passerelle.gateway.usage;

import java.time.Duration;

/// Where a request's time went.
///
/// @param admission until it was admitted, apart from reading its body
/// @param queue waiting for a slot
/// @param prompt reading the prompt
/// @param decode generating
/// @param total from the request's headers to the last byte of the answer
public record Latency(
        Duration admission, Duration queue, Duration prompt, Duration decode, Duration total) {}
