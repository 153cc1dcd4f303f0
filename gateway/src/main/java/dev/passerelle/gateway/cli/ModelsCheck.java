package dev.passerelle.gateway.cli;

import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.importer.ImportSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Compares an import with a reference's logits.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Compare an import with reference logits; prints one line of JSON.")
final class ModelsCheck implements Callable<Integer> {

    private final Surroundings surroundings;
    private final ReferenceComparison comparison;

    @Mixin private final CommandOptions options = new CommandOptions();

    @Parameters(
            paramLabel = "MODEL",
            description = "A model's id, a source, a checkpoint's directory or a .gguf file.")
    private String model = "";

    @Option(
            names = "--reference",
            required = true,
            paramLabel = "FILE",
            description = "Reference logits, as JSON.")
    private Path reference = Path.of("");

    @Option(
            names = "--precision",
            defaultValue = "as-stored",
            converter = PrecisionConverter.class,
            paramLabel = "fp32|int8|int4|w8a8|as-stored",
            description = "How weights are kept; default as-stored.")
    private Precision precision = Precision.AS_STORED;

    @Option(
            names = "--activations",
            defaultValue = "int8",
            paramLabel = "fp32|int8",
            description = "How activations enter products; default int8.")
    private ImportSettings.Activations activations = ImportSettings.Activations.INT8;

    @Option(
            names = "--max-mean",
            paramLabel = "X",
            description = "Exit 1 if mean_abs_logprob is above this.")
    private @Nullable Double maxMean;

    ModelsCheck(Surroundings surroundings, ReferenceComparison comparison) {
        this.surroundings = surroundings;
        this.comparison = comparison;
    }

    @Override
    public Integer call() throws IOException {
        var report =
                comparison.run(
                        checkpoint(),
                        reference,
                        new ImportSettings(precision, activations),
                        Surroundings.imports(surroundings.home()));
        options.printJson(report);
        boolean within = maxMean == null || report.meanAbsLogprob() <= maxMean;
        return within ? 0 : 1;
    }

    /// The files of what the operator named.
    private Path checkpoint() {
        Path path = surroundings.workingDirectory().resolve(model);
        Optional<Snapshot> bundled = surroundings.registry().bundled().find(model);
        if (Files.exists(path)) {
            return surroundings
                    .registry()
                    .resolve(new ModelSource.Local(path.toAbsolutePath().normalize()))
                    .checkpoint();
        }
        if (bundled.isPresent()) {
            return bundled.get().checkpoint();
        }
        ModelSet set = ModelSet.of(surroundings, options.config());
        Target target = set.target(model);
        return set.snapshots()
                .find(target.source())
                .orElseThrow(() -> missing(target))
                .checkpoint();
    }

    private static ModelSourceException missing(Target target) {
        return new ModelSourceException(
                "%s is not complete on this disk; get it with ./passerelle models pull %s"
                        .formatted(target.source(), target.name()));
    }
}
