package dev.passerelle.gateway.cache.semantic;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Embeds a few texts at once, on threads of its own, and refuses more rather than have them wait.
final class BoundedEmbedding implements AutoCloseable {
    private final Embedding embedding;
    private final Semaphore places;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("semantic-cache-", 0).factory());

    BoundedEmbedding(Embedding embedding, int atOnce) {
        this.embedding = embedding;
        this.places = new Semaphore(atOnce);
    }

    /// The vector, once it is there; fails if there is to be none.
    CompletableFuture<float[]> begin(String text) {
        if (!places.tryAcquire()) {
            return CompletableFuture.failedFuture(new IllegalStateException("too many at once"));
        }
        CompletableFuture<float[]> vector = new CompletableFuture<>();
        try {
            threads.execute(() -> embed(text, vector));
        } catch (RuntimeException e) { // closed
            places.release();
            vector.completeExceptionally(e);
        }
        return vector;
    }

    private void embed(String text, CompletableFuture<float[]> vector) {
        try {
            vector.complete(embedding.embed(text));
        } catch (InterruptedException | RuntimeException e) {
            vector.completeExceptionally(e);
        } finally {
            places.release();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
