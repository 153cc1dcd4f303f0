package dev.passerelle.gateway.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.passerelle.runtime.importer.ImportSettings;
import java.io.IOException;
import java.nio.file.Path;

/// Compares an import with a reference's logits, teacher-forced.
interface ReferenceComparison {

    Report run(Path checkpoint, Path reference, ImportSettings settings, Path cacheDirectory)
            throws IOException;

    /// @param top1 share of positions where both have the same most likely token
    /// @param meanAbsLogprob mean absolute difference of log-probabilities over the reference's top
    ///   5
    /// @param maxAbsLogprob the largest of them
    @JsonPropertyOrder({"top1", "mean_abs_logprob", "max_abs_logprob", "positions"})
    record Report(
            @JsonProperty("top1") double top1,
            @JsonProperty("mean_abs_logprob") double meanAbsLogprob,
            @JsonProperty("max_abs_logprob") double maxAbsLogprob,
            @JsonProperty("positions") int positions) {}
}
