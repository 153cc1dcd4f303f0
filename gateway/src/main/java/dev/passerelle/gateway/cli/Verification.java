package dev.passerelle.gateway.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.passerelle.gateway.cli.progress.Quantities;
import dev.passerelle.registry.Damage;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.lock.Drift;
import dev.passerelle.registry.lock.LockCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What became of comparing a model's files with their digests.
///
/// @param unverifiable files that nothing says the digest of
/// @param damages files that are not as their digest says
/// @param drifts in which the model is not as it was locked
/// @param problem why there was nothing to compare
@JsonInclude(JsonInclude.Include.NON_NULL)
record Verification(
        @Nullable String id,
        @Nullable String source,
        @Nullable String commit,
        int fileCount,
        long size,
        long unverifiable,
        List<Damage> damages,
        List<String> drifts,
        @Nullable String problem) {

    static Verification of(ModelSet set, ModelListing model)
            throws IOException, InterruptedException {
        Snapshot snapshot = model.snapshot();
        if (snapshot == null) {
            String problem =
                    model.problem() == null
                            ? "not complete on this disk; get it with ./passerelle models pull "
                                    + model.name()
                            : model.problem();
            return new Verification(
                    model.id(), model.source(), null, 0, 0, 0, List.of(), List.of(), problem);
        }
        Optional<LockCheck> lock = lock(set, model);
        List<Damage> damages = set.registry().verify(snapshot);
        List<String> drifts = new ArrayList<>();
        if (lock.isPresent() && model.id() != null) {
            lock.get().digests(model.id(), snapshot).stream().map(Drift::what).forEach(drifts::add);
        }
        return new Verification(
                model.id(),
                model.source(),
                model.commit(),
                snapshot.files().size(),
                snapshot.size(),
                lock.isPresent()
                        ? 0
                        : snapshot.files().stream().filter(file -> file.digest() == null).count(),
                damages,
                drifts,
                null);
    }

    @JsonProperty
    boolean sound() {
        return problem == null && damages.isEmpty() && drifts.isEmpty();
    }

    List<String> lines() {
        String name = id == null ? source : id;
        if (problem != null) {
            return List.of(name + ": " + problem);
        }
        List<String> lines = new ArrayList<>();
        damages.forEach(damage -> lines.add("%s: damaged: %s".formatted(name, damage)));
        drifts.forEach(drift -> lines.add("%s: drifted: %s".formatted(name, drift)));
        if (lines.isEmpty()) {
            lines.add(
                    "%s: %d files, %s, %s"
                            .formatted(name, fileCount, Quantities.bytes(size), outcome()));
        }
        return lines;
    }

    private String outcome() {
        return unverifiable == 0
                ? "as their digests say"
                : "%d of them without a digest to compare with; ./passerelle models lock records one"
                        .formatted(unverifiable);
    }

    private static Optional<LockCheck> lock(ModelSet set, ModelListing model) {
        return set.models().stream()
                .filter(config -> config.id().equals(model.id()))
                .findFirst()
                .flatMap(set::entry)
                .flatMap(_ -> set.locked())
                .map(LockCheck::new);
    }
}
