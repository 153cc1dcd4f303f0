package dev.passerelle.runtime;

/// Tokens read and written. The completion counts every sampled token, the end-of-sequence token
/// included.
public record Usage(int promptTokens, int completionTokens) {

    public int totalTokens() {
        return promptTokens + completionTokens;
    }
}
