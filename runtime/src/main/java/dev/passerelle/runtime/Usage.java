package dev.passerelle.runtime;

/// Tokens read and written. The completion counts every sampled token, the end-of-sequence token
/// included.
///
/// @param cachedTokens those of the prompt whose keys and values were there already
/// @param reasoningTokens those of the completion that were reasoning
public record Usage(int promptTokens, int completionTokens, int cachedTokens, int reasoningTokens) {

    /// Nothing cached, no reasoning.
    public Usage(int promptTokens, int completionTokens) {
        this(promptTokens, completionTokens, 0, 0);
    }

    public int totalTokens() {
        return promptTokens + completionTokens;
    }
}
