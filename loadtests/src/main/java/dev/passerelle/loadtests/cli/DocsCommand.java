package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.result.markdown.DocsWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Puts tables of results into a document.
@Command(
        name = "docs",
        description = {
            "Replaces what lies between <!-- loadtest:NAME --> and <!-- /loadtest --> by tables of results.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DocsCommand implements Callable<Integer> {
    @Option(
            names = "--into",
            paramLabel = "FILE.md",
            required = true,
            description = "The document.")
    private @Nullable Path document;

    @Option(
            names = "--from",
            paramLabel = "FOLDER",
            description = "Of the results; default: beside the document, by its name.")
    private @Nullable Path folder;

    @Parameters(
            arity = "0..*",
            paramLabel = "RESULT.json",
            description =
                    "Results to be put into that folder first, by their names and without what tables don't need.")
    private List<Path> results = List.of();

    @Override
    public Integer call() {
        Path into = Objects.requireNonNull(document);
        String name = String.valueOf(into.getFileName()).replaceFirst("\\.md$", "");
        Path from = folder == null ? into.resolveSibling(name) : folder;
        results.forEach(result -> DocsWriter.keep(result, from));
        DocsWriter.write(into, DocsWriter.folder(from));
        return ExitCode.OK;
    }
}
