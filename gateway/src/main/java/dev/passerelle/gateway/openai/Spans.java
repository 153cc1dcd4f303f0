package dev.passerelle.gateway.openai;

import org.jspecify.annotations.Nullable;

/// Where the values of a request stand in its body that may have to be another when it is sent on.
///
/// @param streamOptions also if it isn't an object
/// @param includeUsage within `stream_options`
/// @param end of the closing brace
public record Spans(
        Span model,
        @Nullable Span maxTokens,
        @Nullable Span maxCompletionTokens,
        @Nullable Span streamOptions,
        @Nullable Span includeUsage,
        int end) {

    /// Bytes from `start` up to but not including `end`.
    public record Span(int start, int end) {}
}
