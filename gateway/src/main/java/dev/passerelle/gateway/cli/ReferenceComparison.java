package dev.passerelle.gateway.cli;

import dev.passerelle.runtime.check.ReferenceCheck.Report;
import dev.passerelle.runtime.importer.ImportSettings;
import java.nio.file.Path;

/// Compares an import with a reference's logits, teacher-forced.
interface ReferenceComparison {

    Report run(Path checkpoint, Path reference, ImportSettings settings, Path cacheDirectory);
}
