package dev.passerelle.gateway.backend;

import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is known of a served model at one moment.
///
/// @param snapshot the files it is served from, once they are known
/// @param facts once its files were read
/// @param memory what it takes when loaded, once its files were read
/// @param engine how it runs: as configured, or with fewer slots where memory is short
/// @param update the newest attempt to serve a newer revision, absent when there was none
public record ModelStatus(
        ModelConfig config,
        ModelState state,
        Instant createdAt,
        @Nullable Snapshot snapshot,
        @Nullable ModelFacts facts,
        @Nullable MemoryEstimate memory,
        EngineOptions engine,
        @Nullable Update update) {

    ModelStatus with(ModelState now) {
        return new ModelStatus(config, now, createdAt, snapshot, facts, memory, engine, update);
    }

    ModelStatus with(Inspection known) {
        return new ModelStatus(
                config,
                state,
                createdAt,
                known.snapshot(),
                known.facts(),
                known.memory(),
                known.engine(),
                update);
    }

    ModelStatus updating(@Nullable Update newer) {
        return new ModelStatus(config, state, createdAt, snapshot, facts, memory, engine, newer);
    }

    /// A newer revision on its way, or one that failed; the old one is served meanwhile.
    ///
    /// @param commit what it is to be, once the hub has said so
    /// @param state how far it is: downloading, verifying, importing, loading or failed
    /// @param since when it came to this state
    public record Update(@Nullable String commit, ModelState state, Instant since) {}
}
