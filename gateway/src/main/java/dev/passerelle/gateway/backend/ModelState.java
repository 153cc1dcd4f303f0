package dev.passerelle.gateway.backend;

import dev.passerelle.runtime.LoadedModel;
import java.util.List;

/// How far a served model is.
public sealed interface ModelState {
    /// Not loaded; the first request loads it.
    record Idle() implements ModelState {}

    /// Its files are arriving.
    ///
    /// @param bytes how many are here
    /// @param total how many there will be; 0 while unknown
    record Downloading(long bytes, long total) implements ModelState {}

    /// Its files are compared with their digests.
    record Verifying() implements ModelState {}

    /// Its checkpoint is being made into a graph.
    record Importing() implements ModelState {}

    /// Its session is being opened and warmed up.
    record Loading() implements ModelState {}

    record Ready(LoadedModel model) implements ModelState {}

    /// Could not be loaded.
    ///
    /// @param reason for operators and callers: what is wrong and how to mend it
    record Failed(String reason) implements ModelState {}

    /// All names of states.
    List<String> PHASES =
            List.of("idle", "downloading", "verifying", "importing", "loading", "ready", "failed");

    /// The name of the state in answers and metrics.
    default String phase() {
        return switch (this) {
            case Idle() -> "idle";
            case Downloading _ -> "downloading";
            case Verifying() -> "verifying";
            case Importing() -> "importing";
            case Loading() -> "loading";
            case Ready _ -> "ready";
            case Failed _ -> "failed";
        };
    }
}
