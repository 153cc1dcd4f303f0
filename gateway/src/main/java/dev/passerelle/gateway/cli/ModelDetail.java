package dev.passerelle.gateway.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.passerelle.gateway.cli.progress.Quantities;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.SnapshotFile;
import dev.passerelle.registry.card.ModelCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A model as the command line shows it alone: its listing, its card's facts, its files.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ModelDetail(
        @JsonUnwrapped ModelListing listing,
        @Nullable String licence,
        @Nullable String licenceLink,
        @Nullable String task,
        List<String> languages,
        List<String> baseModels,
        List<String> tags,
        @Nullable String summary,
        List<File> files) {

    /// One of its files.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record File(String path, long size, @Nullable String digest) {
        static File of(SnapshotFile file) {
            return new File(
                    file.path(),
                    file.size(),
                    file.digest() == null ? null : file.digest().toString());
        }
    }

    static ModelDetail of(ModelListing listing) {
        Snapshot snapshot = listing.snapshot();
        Optional<ModelCard> card =
                Optional.ofNullable(snapshot).flatMap(one -> ModelCard.read(one.directory()));
        return new ModelDetail(
                listing,
                card.map(ModelCard::licence).orElse(null),
                card.map(ModelCard::licenceLink).orElse(null),
                card.map(ModelCard::pipelineTag).orElse(null),
                card.map(ModelCard::languages).orElse(List.of()),
                card.map(ModelCard::baseModels).orElse(List.of()),
                card.map(ModelCard::tags).orElse(List.of()),
                card.map(ModelCard::summary).orElse(null),
                snapshot == null ? List.of() : snapshot.files().stream().map(File::of).toList());
    }

    /// One line a property, then the files.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        add(lines, "id", listing.id());
        add(lines, "source", listing.source());
        add(lines, "state", listing.state());
        add(lines, "problem", listing.problem());
        add(lines, "deployments", listing.places());
        add(lines, "commit", listing.commit());
        add(lines, "revision", listing.commit() == null ? listing.revision() : null);
        add(lines, "licence", licence);
        add(lines, "task", task);
        add(lines, "languages", String.join(", ", languages));
        add(lines, "base models", String.join(", ", baseModels));
        add(lines, "tags", String.join(", ", tags));
        add(lines, "summary", summary);
        add(lines, "size", listing.size() == null ? null : Quantities.bytes(listing.size()));
        add(lines, "verified", listing.verified() == null ? null : verified(listing.verified()));
        add(lines, "directory", listing.directory());
        add(lines, "checkpoint", listing.checkpoint());
        if (!files.isEmpty()) {
            Table table = new Table("FILE", "BYTES", "DIGEST");
            files.forEach(file ->
                    table.add(
                            file.path(),
                            Long.toString(file.size()),
                            file.digest() == null ? "-" : file.digest()));
            lines.add("");
            lines.addAll(table.lines());
        }
        return lines;
    }

    private static String verified(boolean verified) {
        return verified ? "yes" : "no";
    }

    private static void add(List<String> lines, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            lines.add("%-12s%s".formatted(name, value));
        }
    }
}
