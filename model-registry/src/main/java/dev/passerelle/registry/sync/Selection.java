package dev.passerelle.registry.sync;

import java.util.List;
import java.util.stream.Stream;

/// The files of a repository that one source means.
///
/// @param checkpoint what the weights are
/// @param papers configuration, tokenizer, documents
/// @param weights in the order in which they may appear on disk: the file that tells of all others
///   is last
/// @param missing what the model needs and the repository lacks
record Selection(
        Checkpoint checkpoint, List<String> papers, List<String> weights, List<String> missing) {

    /// All files, those that tell of others last.
    List<String> paths() {
        return Stream.concat(papers.stream(), weights.stream()).distinct().toList();
    }

    boolean isComplete() {
        return missing.isEmpty();
    }
}
