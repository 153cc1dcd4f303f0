package dev.passerelle.gateway.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.passerelle.gateway.cli.progress.Quantities;
import dev.passerelle.registry.lock.LockedModel;
import dev.passerelle.registry.lock.Lockfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What writing a lockfile did.
///
/// @param changed whether it was written: one that wouldn't change isn't
record LockReport(String lockfile, boolean changed, List<Entry> models) {

    /// One model of it.
    ///
    /// @param change `new`, `unchanged`, `changed`, `moved` (to another commit) or `removed`
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            String id,
            String source,
            @Nullable String commit,
            @Nullable String licence,
            int fileCount,
            long size,
            String change) {

        static Entry of(String id, LockedModel model, String change) {
            return new Entry(
                    id,
                    model.source().toString(),
                    model.commit(),
                    model.licence(),
                    model.files().size(),
                    model.size(),
                    change);
        }
    }

    static LockReport of(Path file, boolean changed, Lockfile before, Lockfile after) {
        List<Entry> entries = new ArrayList<>();
        after.models()
                .forEach((id, model) ->
                        entries.add(Entry.of(id, model, change(before.models().get(id), model))));
        before.models()
                .forEach((id, model) -> {
                    if (after.find(id).isEmpty()) {
                        entries.add(Entry.of(id, model, "removed"));
                    }
                });
        return new LockReport(file.toString(), changed, entries);
    }

    List<String> lines() {
        Table table = new Table("ID", "SOURCE", "COMMIT", "LICENCE", "FILES", "SIZE", "CHANGE");
        models.forEach(model ->
                table.add(
                        model.id,
                        model.source,
                        ModelListing.shortened(model.commit),
                        model.licence == null ? "-" : model.licence,
                        Integer.toString(model.fileCount),
                        Quantities.bytes(model.size),
                        model.change));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("%s: %s".formatted(lockfile, changed ? "written" : "unchanged"));
        return lines;
    }

    private static String change(@Nullable LockedModel before, LockedModel after) {
        if (before == null) {
            return "new";
        }
        if (before.equals(after)) {
            return "unchanged";
        }
        boolean moved =
                before.source().equals(after.source())
                        && !Objects.equals(before.commit(), after.commit());
        return moved ? "moved" : "changed";
    }
}
