package dev.passerelle.gateway.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.passerelle.registry.Digest;
import dev.passerelle.registry.SnapshotFile;
import dev.passerelle.runtime.EngineOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model as the catalogue shows it when asked for it alone: its entry, its card, its files.
///
/// @param engine of a model that generates text
@JsonInclude(JsonInclude.Include.NON_NULL)
record CatalogueDetail(
        @JsonUnwrapped CatalogueEntry entry,
        @Nullable Card card,
        @Nullable List<File> files,
        @Nullable Engine engine) {

    /// @param html as [dev.passerelle.registry.card.ModelCard] makes it: nothing in it acts
    record Card(String html) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record File(String path, long size, @Nullable String digest) {
        static File of(SnapshotFile file) {
            Digest digest = file.digest();
            return new File(file.path(), file.size(), digest == null ? null : digest.toString());
        }
    }

    record Engine(int slots, int maxLength, String precision) {
        static Engine of(EngineOptions options) {
            return new Engine(options.slots(), options.maxLength(), options.precision().id());
        }
    }
}
