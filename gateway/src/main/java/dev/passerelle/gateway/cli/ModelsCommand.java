package dev.passerelle.gateway.cli;

import dev.passerelle.registry.Damage;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.importer.ImportSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// Looks at models without a server.
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "List, show and check models.",
        synopsisSubcommandLabel = "COMMAND")
final class ModelsCommand {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();
    private static final String CONFIG =
            "Configuration; default passerelle.yaml here, if there is one.";

    private final Surroundings surroundings;
    private final ReferenceComparison comparison;

    @Spec private @Nullable CommandSpec spec;

    ModelsCommand(Surroundings surroundings, ReferenceComparison comparison) {
        this.surroundings = surroundings;
        this.comparison = comparison;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "List the configured models.")
    int list(
            @Option(names = "--config", paramLabel = "FILE", description = CONFIG)
                    @Nullable Path config,
            @Option(names = "--json", description = "One JSON array.") boolean json) {
        List<ModelListing> models = ModelListing.of(surroundings, config);
        if (json) {
            out().println(JSON.writeValueAsString(models));
        } else {
            out().printf("%-28s %-40s %s%n", "ID", "SOURCE", "FILES");
            models.forEach(model ->
                    out().printf("%-28s %-40s %s%n", model.id(), model.source(), model.summary()));
        }
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Show one model.")
    int show(
            @Parameters(paramLabel = "ID", description = "A configured model's id.") String id,
            @Option(names = "--config", paramLabel = "FILE", description = CONFIG)
                    @Nullable Path config,
            @Option(names = "--verify", description = "Compare the files with their checksums.")
                    boolean verify,
            @Option(names = "--json", description = "One JSON object.") boolean json)
            throws IOException {
        ModelListing model = ModelListing.find(surroundings, config, id);
        List<Damage> damages = verify ? model.verify() : List.of();
        if (json) {
            out().println(JSON.writeValueAsString(model));
        } else {
            model.lines().forEach(out()::println);
        }
        damages.forEach(damage -> err().println("damaged: " + damage));
        return damages.isEmpty() ? 0 : 1;
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Compare an import with reference logits; prints one line of JSON.")
    int check(
            @Parameters(
                            paramLabel = "MODEL",
                            description = "A model's id, a checkpoint's directory or a .gguf file.")
                    String model,
            @Option(
                            names = "--reference",
                            required = true,
                            paramLabel = "FILE",
                            description = "Reference logits, as JSON.")
                    Path reference,
            @Option(
                            names = "--precision",
                            defaultValue = "as-stored",
                            converter = PrecisionConverter.class,
                            paramLabel = "fp32|int8|int4|as-stored",
                            description = "How weights are kept; default as-stored.")
                    Precision precision,
            @Option(
                            names = "--activations",
                            defaultValue = "int8",
                            paramLabel = "fp32|int8",
                            description = "How activations enter products; default int8.")
                    ImportSettings.Activations activations,
            @Option(
                            names = "--max-mean",
                            paramLabel = "X",
                            description = "Exit 1 if mean_abs_logprob is above this.")
                    @Nullable Double maxMean,
            @Option(names = "--config", paramLabel = "FILE", description = CONFIG)
                    @Nullable Path config,
            @Option(names = "--json", description = "The output is JSON in any case.") boolean json)
            throws IOException {
        var report =
                comparison.run(
                        ModelListing.checkpoint(surroundings, config, model),
                        reference,
                        new ImportSettings(precision, activations),
                        surroundings.imports());
        out().println(JSON.writeValueAsString(report));
        boolean within = maxMean == null || report.meanAbsLogprob() <= maxMean;
        return within ? 0 : 1;
    }

    private PrintWriter out() {
        return commandLine().getOut();
    }

    private PrintWriter err() {
        return commandLine().getErr();
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("run by picocli only");
        }
        return spec.commandLine();
    }
}
