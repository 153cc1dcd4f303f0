package dev.passerelle.gateway.config;

import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.runtime.EngineOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One entry of `models`.
///
/// @param id the name clients use
/// @param aliases other names for it
/// @param slotsGiven whether the operator chose `engine.slots`; else fewer will do where memory is
///   short
/// @param load when it is loaded
/// @param pinned whether it stays loaded whatever else needs its memory
/// @param refresh how often the hub is asked for a newer revision; absent means never
/// @param region where it runs, as operators name their regions
/// @param price absent means it costs nothing
/// @param limits what all callers together may take of it
/// @param base what `source`, a LoRA adapter, is merged into; absent for a model by itself
public record ModelConfig(
        String id,
        List<String> aliases,
        ModelSource source,
        EngineOptions engine,
        boolean slotsGiven,
        Load load,
        boolean pinned,
        @Nullable Duration refresh,
        @Nullable String region,
        @Nullable Price price,
        Limits limits,
        @Nullable Base base) {

    /// The model that an adapter changes.
    public record Base(String id, ModelSource source) {}

    /// When a model is loaded.
    public enum Load {
        START,
        FIRST_USE
    }

    public ModelConfig {
        aliases = List.copyOf(aliases);
    }

    /// The same, for which the hub is never asked again.
    public ModelConfig withoutRefresh() {
        return new ModelConfig(
                id,
                aliases,
                source,
                engine,
                slotsGiven,
                load,
                pinned,
                null,
                region,
                price,
                limits,
                base);
    }

    /// A model by itself.
    public ModelConfig(
            String id,
            List<String> aliases,
            ModelSource source,
            EngineOptions engine,
            boolean slotsGiven,
            Load load,
            boolean pinned,
            @Nullable Duration refresh,
            @Nullable String region,
            @Nullable Price price,
            Limits limits) {
        this(
                id,
                aliases,
                source,
                engine,
                slotsGiven,
                load,
                pinned,
                refresh,
                region,
                price,
                limits,
                null);
    }

    /// The same model with an adapter of these names merged into it.
    ModelConfig adapted(String name, ModelSource adapter) {
        return new ModelConfig(
                id + ":" + name,
                List.of(),
                adapter,
                engine,
                slotsGiven,
                load,
                pinned,
                null,
                region,
                price,
                limits,
                new Base(id, source));
    }

    /// A model with nothing but the necessary.
    public ModelConfig(String id, ModelSource source, EngineOptions engine) {
        this(
                id,
                List.of(),
                source,
                engine,
                false,
                Load.START,
                false,
                null,
                null,
                null,
                Limits.NONE);
    }
}
