package dev.passerelle.gateway.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.registry.Damage;
import dev.passerelle.registry.ModelRegistry;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.registry.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A configured model as the command line shows it.
///
/// @param snapshot null if the source can't be resolved
/// @param problem why it can't be resolved
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"id", "source", "checkpoint", "revision", "problem"})
record ModelListing(
        String id,
        String source,
        @JsonIgnore @Nullable Snapshot snapshot,
        @Nullable String problem) {

    /// All models of the configuration.
    static List<ModelListing> of(Surroundings surroundings, @Nullable Path config) {
        return surroundings.config(config, Map.of()).models().stream()
                .map(model -> of(surroundings.registry(), model))
                .toList();
    }

    /// The model of an id.
    static ModelListing find(Surroundings surroundings, @Nullable Path config, String id) {
        List<ModelListing> models = of(surroundings, config);
        return models.stream()
                .filter(model -> model.id.equals(id))
                .findFirst()
                .orElseThrow(() -> unknown(id, models));
    }

    /// The files of what the operator named: a model's id, or a path.
    static Path checkpoint(Surroundings surroundings, @Nullable Path config, String model) {
        Path path = surroundings.workingDirectory().resolve(model);
        Optional<Snapshot> bundled = surroundings.registry().bundled().find(model);
        if (Files.exists(path)) {
            return surroundings
                    .registry()
                    .resolve(new ModelSource.Local(path.toAbsolutePath().normalize()))
                    .checkpoint();
        }
        if (bundled.isPresent()) {
            return bundled.get().checkpoint();
        }
        ModelListing listing = find(surroundings, config, model);
        return listing.resolved().checkpoint();
    }

    /// Where the files are, for JSON.
    @JsonProperty
    @Nullable String checkpoint() {
        return snapshot == null ? null : snapshot.checkpoint().toString();
    }

    @JsonProperty
    @Nullable String revision() {
        return snapshot == null ? null : snapshot.revision();
    }

    /// Files or problem, for one column.
    String summary() {
        return snapshot == null ? "problem: " + problem : snapshot.checkpoint().toString();
    }

    /// One line a property.
    List<String> lines() {
        return Stream.of(
                        line("id", id),
                        line("source", source),
                        line("checkpoint", checkpoint()),
                        line("revision", revision()),
                        line("problem", problem))
                .flatMap(Optional::stream)
                .toList();
    }

    List<Damage> verify() {
        return resolved().verify();
    }

    private Snapshot resolved() {
        if (snapshot == null) {
            throw new ModelSourceException(String.valueOf(problem));
        }
        return snapshot;
    }

    private static Optional<String> line(String name, @Nullable String value) {
        return Optional.ofNullable(value).map(text -> "%-12s%s".formatted(name, text));
    }

    private static ModelListing of(ModelRegistry registry, ModelConfig model) {
        String source = model.source().toString();
        try {
            return new ModelListing(model.id(), source, registry.resolve(model.source()), null);
        } catch (ModelSourceException e) {
            return new ModelListing(model.id(), source, null, e.getMessage());
        }
    }

    private static ModelSourceException unknown(String id, List<ModelListing> models) {
        return new ModelSourceException(
                "there is no model '%s'; there are %s"
                        .formatted(
                                id,
                                models.stream()
                                        .map(ModelListing::id)
                                        .collect(Collectors.joining(", "))));
    }
}
