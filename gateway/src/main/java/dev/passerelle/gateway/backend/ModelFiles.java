package dev.passerelle.gateway.backend;

import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.Snapshots;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What the runtime loads for a model.
///
/// @param adapter the directory of the LoRA adapter that is merged into the checkpoint
/// @param revision of all files together, [Snapshot#UNVERSIONED] if some have none
record ModelFiles(Path checkpoint, @Nullable Path adapter, String revision) {

    /// @param own the snapshot of the model's source
    /// @throws ModelSourceException if the source is an adapter and its base isn't on this disk
    static ModelFiles of(ModelConfig config, Snapshot own, Snapshots snapshots) {
        ModelConfig.Base base = config.base();
        if (base == null) {
            return new ModelFiles(own.checkpoint(), null, own.revision());
        }
        Snapshot whole =
                snapshots
                        .find(base.source())
                        .orElseThrow(() ->
                                new ModelSourceException(
                                        "%s, the base of the adapter %s, is not complete on this disk"
                                                .formatted(base.source(), config.source())));
        boolean versioned =
                !own.revision().equals(Snapshot.UNVERSIONED)
                        && !whole.revision().equals(Snapshot.UNVERSIONED);
        return new ModelFiles(
                whole.checkpoint(),
                own.checkpoint(),
                versioned ? whole.revision() + "+" + own.revision() : Snapshot.UNVERSIONED);
    }
}
