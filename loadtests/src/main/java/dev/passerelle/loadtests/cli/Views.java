package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.run.Progress;
import dev.passerelle.loadtests.terminal.LiveView;
import dev.passerelle.loadtests.terminal.PlainLines;
import java.io.PrintStream;
import java.util.function.IntSupplier;
import picocli.CommandLine.Help.Ansi;

/// What people see of a load test while it runs.
final class Views implements AutoCloseable {
    private static final double BETWEEN_LINES = 5;

    private final Progress progress;

    private Views(Progress progress) {
        this.progress = progress;
    }

    /// @param out where it is shown, a terminal for a live one
    /// @param width of the terminal
    static Views of(OutputOptions.View view, PrintStream out, IntSupplier width) {
        return new Views(
                switch (view) {
                    case NONE -> Progress.NONE;
                    case PLAIN -> new PlainLines(out, BETWEEN_LINES);
                    case LIVE -> new LiveView(out, width, Ansi.AUTO);
                });
    }

    Progress progress() {
        return progress;
    }

    @Override
    public void close() {
        if (progress instanceof LiveView live) {
            live.close();
        }
    }
}
