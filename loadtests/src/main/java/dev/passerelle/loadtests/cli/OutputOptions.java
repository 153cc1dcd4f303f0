package dev.passerelle.loadtests.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a load test leaves behind, and what it shows.
final class OutputOptions {
    @Option(
            names = "--out",
            paramLabel = "PATH",
            description =
                    "The result: a .json, .csv or .html file; another name or a directory for all three.")
    private @Nullable Path out;

    @Option(names = "--csv", paramLabel = "FILE", description = "CSV of all requests.")
    private @Nullable Path csv;

    @Option(names = "--html", paramLabel = "FILE", description = "Report with charts.")
    private @Nullable Path html;

    @Option(names = "--json", description = "The result, or the plan, as JSON on standard output.")
    private boolean json;

    @Option(names = "--live", description = "Live view; default on a terminal.")
    private boolean live;

    @Option(names = "--plain", description = "A line every few seconds; default elsewhere.")
    private boolean plain;

    @Option(names = "--quiet", description = "Nothing until the end.")
    private boolean quiet;

    @Option(
            names = Ownership.FLAG,
            description =
                    "Allows a target that is not this machine. Only put load on what is yours.")
    private boolean owned;

    /// The files wanted.
    ///
    /// @param name of the scenario
    Outputs outputs(String name) {
        return Outputs.of(name, out, csv, html);
    }

    boolean json() {
        return json;
    }

    boolean owned() {
        return owned;
    }

    /// How progress is shown.
    View view(boolean interactive) {
        if (quiet) {
            return View.NONE;
        }
        return plain || (!live && !interactive) ? View.PLAIN : View.LIVE;
    }

    /// Ways to show progress.
    enum View {
        LIVE,
        PLAIN,
        NONE
    }

    /// The view's flags given together; empty where they are not.
    String conflict() {
        return (live ? 1 : 0) + (plain ? 1 : 0) + (quiet ? 1 : 0) > 1
                ? "--live, --plain and --quiet can't go together"
                : "";
    }
}
