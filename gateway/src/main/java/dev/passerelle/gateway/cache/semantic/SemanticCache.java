package dev.passerelle.gateway.cache.semantic;

import dev.passerelle.gateway.cache.semantic.Neighbours.Known;
import dev.passerelle.gateway.cache.semantic.Neighbours.Near;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/// Finds answered questions that mean what is asked now: their vectors are near, and [Meaning] sees
/// no difference. It keeps keys of answers only, which live and end elsewhere.
///
/// @param <K> hash of a request, or of what several have in common
public final class SemanticCache<K> implements AutoCloseable {
    private static final int LONGEST = 2_000;
    private static final int AT_ONCE = 4;

    private final BoundedEmbedding embedding;
    private final double threshold;
    private final Neighbours<K> neighbours;
    private final Duration patience;

    /// @param threshold least cosine similarity, up to 1
    /// @param most questions to remember
    /// @param patience how long a call may wait for its question's vector
    public SemanticCache(Embedding embedding, double threshold, int most, Duration patience) {
        this(new BoundedEmbedding(embedding, AT_ONCE), threshold, most, patience);
    }

    SemanticCache(BoundedEmbedding embedding, double threshold, int most, Duration patience) {
        this.embedding = embedding;
        this.threshold = threshold;
        this.neighbours = new Neighbours<>(most);
        this.patience = patience;
    }

    /// Begins to look for a question. A text too long for its meaning to be told has none.
    ///
    /// @param scope what else must be the same
    public Question ask(K scope, String text) {
        if (text.length() > LONGEST || text.isBlank()) {
            return new Question(scope, Meaning.NONE, CompletableFuture.failedFuture(new TooLong()));
        }
        return new Question(scope, Meaning.of(text), embedding.begin(text));
    }

    /// Questions remembered.
    public int size() {
        return neighbours.size();
    }

    @Override
    public void close() {
        embedding.close();
    }

    /// A question on its way through the cache.
    public final class Question {
        private final K scope;
        private final Meaning meaning;
        private final CompletableFuture<float[]> vector;

        private Question(K scope, Meaning meaning, CompletableFuture<float[]> vector) {
            this.scope = scope;
            this.meaning = meaning;
            this.vector = vector;
        }

        /// The nearest question that means the same. Waits a little for the vector.
        ///
        /// @param kept whether an answer is still there; a question whose answer isn't is forgotten
        public Optional<Hit<K>> find(Predicate<K> kept) throws InterruptedException {
            float[] asked;
            try {
                asked = vector.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                return Optional.empty();
            }
            for (Near<K> near : neighbours.near(scope, asked, threshold)) {
                K key = near.known().key();
                if (!near.known().meaning().same(meaning)) {
                    continue;
                }
                if (kept.test(key)) {
                    neighbours.used(scope, key);
                    return Optional.of(new Hit<>(key, near.score()));
                }
                neighbours.remove(scope, key);
            }
            return Optional.empty();
        }

        /// Remembers that it was answered, as soon as its vector is there.
        public void remember(K key) {
            var _ = remembered(key);
        }

        CompletableFuture<Void> remembered(K key) {
            return vector.thenAccept(v -> neighbours.put(scope, new Known<>(key, v, meaning)));
        }
    }

    @SuppressWarnings("serial") // never stored
    private static final class TooLong extends RuntimeException {
        TooLong() {
            super("too long to compare", null, false, false);
        }
    }
}
