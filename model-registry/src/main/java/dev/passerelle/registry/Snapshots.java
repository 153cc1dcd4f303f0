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
    /// (`HF_HUB_OFFLINE`) it is what [#find] gives, verified. Of a whole commit whose model is on
    /// this disk nothing is asked.
    ///
    /// @throws ModelSourceException if the source is refused, for its format for instance
    /// @throws IOException if it can't be fetched; what is on disk is as before, and what arrived
    ///   soundly serves the next attempt
    Snapshot pull(ModelSource source, PullListener listener)
            throws IOException, InterruptedException;

    /// As [#pull], but asks the hub even for a commit whose model is on this disk: files that the
    /// model runs without, its card for instance, may be missing, which only the hub's list tells.
    default Snapshot complete(ModelSource source, PullListener listener)
            throws IOException, InterruptedException {
        return pull(source, listener);
    }
}
