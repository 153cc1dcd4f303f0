package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.cache.semantic.Embedding;
import dev.passerelle.gateway.cache.semantic.SemanticCache;
import dev.passerelle.gateway.config.CacheConfig.Semantic;
import dev.passerelle.gateway.routing.RoutedModel;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The semantic cache the configuration asks for, if it does.
final class Likeness implements AutoCloseable {
    /// How long a call waits to find out what it means.
    static final Duration PATIENCE = Duration.ofMillis(100);

    private final Function<String, Embedding> models;
    private final Duration patience;
    private volatile @Nullable Running running;

    private record Running(Semantic config, SemanticCache<Digest> cache) {}

    /// @param models the embedding model of an id
    Likeness(@Nullable Semantic config, Function<String, Embedding> models, Duration patience) {
        this.models = models;
        this.patience = patience;
        this.running = start(config);
    }

    /// Null if what a call means isn't to be told.
    SemanticCache<Digest>.@Nullable Question ask(RoutedModel model, CallRequest call) {
        Running now = running;
        return now == null
                ? null
                : LastQuestion.of(model, call)
                        .map(last -> now.cache.ask(last.scope(), last.text()))
                        .orElse(null);
    }

    /// Begins anew if what is asked for has changed.
    synchronized void update(@Nullable Semantic changed) {
        Running old = running;
        if (!Objects.equals(old == null ? null : old.config, changed)) {
            running = start(changed);
            stop(old);
        }
    }

    private @Nullable Running start(@Nullable Semantic config) {
        return config == null
                ? null
                : new Running(
                        config,
                        new SemanticCache<>(
                                models.apply(config.model()),
                                config.threshold(),
                                config.maxEntries(),
                                patience));
    }

    private static void stop(@Nullable Running old) {
        if (old != null) {
            old.cache.close();
        }
    }

    @Override
    public synchronized void close() {
        stop(running);
        running = null;
    }
}
