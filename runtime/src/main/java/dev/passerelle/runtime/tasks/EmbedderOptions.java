package dev.passerelle.runtime.tasks;

/// How an embedding model runs.
///
/// @param threads native threads of the session; 0 means one a processor
/// @param maxBatchTokens tokens read at once, padding included; a longer input runs alone
/// @param queueLength requests that may wait for the first of their inputs to be admitted to a
///   batch
public record EmbedderOptions(int threads, int maxBatchTokens, int queueLength) {

    public static final EmbedderOptions DEFAULT = new EmbedderOptions(0, 1024, 256);

    public EmbedderOptions {
        if (threads < 0 || maxBatchTokens < 1 || queueLength < 1) {
            throw new IllegalArgumentException(
                    "threads must be at least 0 (is %d), maxBatchTokens and queueLength at least 1 (are %d and %d)"
                            .formatted(threads, maxBatchTokens, queueLength));
        }
    }
}
