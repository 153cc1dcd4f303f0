package dev.passerelle.gateway.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.passerelle.gateway.cli.progress.Quantities;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.Snapshots;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model as the command line lists it.
///
/// @param id absent if it is not a configured one
/// @param snapshot absent if its files are not complete on this disk
/// @param problem why it can't be had
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "id",
    "source",
    "state",
    "commit",
    "revision",
    "file_count",
    "size",
    "verified",
    "directory",
    "checkpoint",
    "problem"
})
record ModelListing(
        @Nullable String id,
        String source,
        @JsonIgnore @Nullable Snapshot snapshot,
        @Nullable String problem) {

    private static final int SHORT = 12;

    /// What is on disk of a model. That of a hub may be missing; others lead to files or are wrong.
    static ModelListing of(Target target, ModelSet set) {
        try {
            Snapshots snapshots =
                    target.id() == null ? new ResolvedSnapshots(set.registry()) : set.snapshots();
            return new ModelListing(
                    target.id(),
                    target.source().toString(),
                    snapshots.find(target.source()).orElse(null),
                    null);
        } catch (RuntimeException e) {
            return failed(target, Failures.explain(e));
        }
    }

    static ModelListing present(Target target, Snapshot snapshot) {
        return new ModelListing(target.id(), target.source().toString(), snapshot, null);
    }

    static ModelListing failed(Target target, String problem) {
        return new ModelListing(target.id(), target.source().toString(), null, problem);
    }

    /// The rows of a list.
    static List<String> table(Collection<ModelListing> models) {
        Table table =
                new Table(
                        "ID",
                        "SOURCE",
                        "COMMIT",
                        "FILES",
                        "SIZE",
                        "VERIFIED",
                        "STATE",
                        "DIRECTORY");
        models.forEach(model -> table.add(model.row()));
        return table.lines();
    }

    @JsonProperty
    String state() {
        if (problem != null) {
            return "failed";
        }
        return snapshot == null ? "missing" : "complete";
    }

    @JsonProperty
    @Nullable String commit() {
        return snapshot != null && snapshot.source() instanceof ModelSource.Hub
                ? snapshot.revision()
                : null;
    }

    @JsonProperty
    @Nullable String revision() {
        return snapshot == null ? null : snapshot.revision();
    }

    @JsonProperty
    @Nullable Integer fileCount() {
        return snapshot == null ? null : snapshot.files().size();
    }

    @JsonProperty
    @Nullable Long size() {
        return snapshot == null ? null : snapshot.size();
    }

    @JsonProperty
    @Nullable Boolean verified() {
        return snapshot == null ? null : snapshot.verified();
    }

    @JsonProperty
    @Nullable String directory() {
        return snapshot == null ? null : snapshot.directory().toString();
    }

    /// What the runtime is given.
    @JsonProperty
    @Nullable String checkpoint() {
        return snapshot == null ? null : snapshot.checkpoint().toString();
    }

    String name() {
        return id == null ? source : id;
    }

    private String[] row() {
        String shown = id == null ? "-" : id;
        if (snapshot == null) {
            String place = problem == null ? "" : problem;
            return new String[] {shown, source, "-", "-", "-", "-", state(), place};
        }
        return new String[] {
            shown,
            source,
            shortened(commit()),
            Integer.toString(snapshot.files().size()),
            Quantities.bytes(snapshot.size()),
            snapshot.verified() ? "yes" : "no",
            state(),
            snapshot.directory().toString()
        };
    }

    /// The first digits of a commit.
    static String shortened(@Nullable String commit) {
        if (commit == null) {
            return "-";
        }
        return commit.substring(0, Math.min(SHORT, commit.length()));
    }
}
