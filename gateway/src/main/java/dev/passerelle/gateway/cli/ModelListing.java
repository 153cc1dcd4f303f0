package dev.passerelle.gateway.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.passerelle.gateway.cli.progress.Quantities;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.Snapshots;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A model as the command line lists it.
///
/// @param id absent if it is not a configured one
/// @param source absent if it is served elsewhere only
/// @param snapshot absent if its files are not complete on this disk
/// @param problem why it can't be had
/// @param deployments elsewhere
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
    "problem",
    "deployments"
})
record ModelListing(
        @Nullable String id,
        @Nullable String source,
        @JsonIgnore @Nullable Snapshot snapshot,
        @Nullable String problem,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Place> deployments) {

    /// A deployment elsewhere.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Place(String name, @Nullable String region) {

        @Override
        public String toString() {
            return region == null ? name : "%s (%s)".formatted(name, region);
        }
    }

    private static final int SHORT = 12;
    private static final String ELSEWHERE = "elsewhere";
    private static final String[] HEADINGS = {
        "ID", "SOURCE", "COMMIT", "FILES", "SIZE", "VERIFIED", "STATE", "DIRECTORY"
    };

    /// A configured model: what is on disk of it, and its deployments elsewhere.
    static ModelListing of(ModelRoute route, ModelSet set) {
        List<Place> places =
                route.deployments().stream()
                        .filter(DeploymentConfig.Upstream.class::isInstance)
                        .map(each -> new Place(each.name(), each.share().region()))
                        .toList();
        return set.find(route.id())
                .map(model -> of(Target.of(model), set).with(places))
                .orElseGet(() -> new ModelListing(route.id(), null, null, null, places));
    }

    private ModelListing with(List<Place> places) {
        return new ModelListing(id, source, snapshot, problem, places);
    }

    /// What is on disk of a model. That of a hub may be missing; others lead to files or are wrong.
    static ModelListing of(Target target, ModelSet set) {
        try {
            Snapshots snapshots =
                    target.id() == null ? new ResolvedSnapshots(set.registry()) : set.snapshots();
            return new ModelListing(
                    target.id(),
                    target.source().toString(),
                    snapshots.find(target.source()).orElse(null),
                    null,
                    List.of());
        } catch (RuntimeException e) {
            return failed(target, Failures.explain(e));
        }
    }

    static ModelListing present(Target target, Snapshot snapshot) {
        return new ModelListing(target.id(), target.source().toString(), snapshot, null, List.of());
    }

    static ModelListing failed(Target target, String problem) {
        return new ModelListing(target.id(), target.source().toString(), null, problem, List.of());
    }

    /// The rows of a list.
    static List<String> table(Collection<ModelListing> models) {
        boolean elsewhere = models.stream().anyMatch(model -> !model.deployments().isEmpty());
        Table table = new Table(elsewhere ? and(HEADINGS, "DEPLOYMENTS") : HEADINGS);
        models.forEach(
                model -> table.add(elsewhere ? and(model.row(), model.places()) : model.row()));
        return table.lines();
    }

    @JsonProperty
    String state() {
        if (problem != null) {
            return "failed";
        }
        if (source == null) {
            return ELSEWHERE;
        }
        return snapshot == null ? "missing" : "complete";
    }

    /// Whether it is served elsewhere only, so that nothing of it is to be on this disk.
    @JsonIgnore
    boolean isElsewhere() {
        return source == null;
    }

    String places() {
        return deployments.stream().map(Place::toString).collect(Collectors.joining(", "));
    }

    private static String[] and(String[] cells, String last) {
        String[] more = Arrays.copyOf(cells, cells.length + 1);
        more[cells.length] = last;
        return more;
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
        return id == null ? String.valueOf(source) : id;
    }

    private String[] row() {
        String shown = id == null ? "-" : id;
        if (source == null) {
            return new String[] {shown, "-", "-", "-", "-", "-", state(), "-"};
        }
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
