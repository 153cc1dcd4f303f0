package dev.passerelle.registry;

import java.io.IOException;
import java.util.Optional;

/// Where snapshots of model sources come from.
public interface Snapshots {

    /// The snapshot of a source that is complete on this disk. Touches no network.
    ///
    /// @throws ModelSourceException if what is there is refused, a checkpoint of another format for
    ///   instance; it says how to mend it
    Optional<Snapshot> find(ModelSource source);

    /// Makes a source's snapshot complete and current: asks the hub which commit the revision is,
    /// downloads what is missing, verifies every byte and publishes at the end. Without a network
    /// (`HF_HUB_OFFLINE`) it is what [#find] gives.
    ///
    /// @throws ModelSourceException if the source is refused, for its format for instance
    /// @throws IOException if it can't be fetched; what is on disk is as before, and what arrived
    ///   soundly serves the next attempt
    Snapshot pull(ModelSource source, PullListener listener)
            throws IOException, InterruptedException;
}
