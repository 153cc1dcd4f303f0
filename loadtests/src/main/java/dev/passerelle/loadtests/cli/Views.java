package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.run.Progress;
import java.io.PrintWriter;

/// What people see of a load test.
final class Views implements AutoCloseable {
    private final Progress progress;

    private Views(Progress progress) {
        this.progress = progress;
    }

    static Views of(OutputOptions.View view, PrintWriter err) {
        return new Views(
                view == OutputOptions.View.NONE
                        ? Progress.NONE
                        : new Progress() {
                            @Override
                            public void says(String line) {
                                err.println(line);
                                err.flush();
                            }
                        });
    }

    static String summary(Result result) {
        return result.name() + "\n";
    }

    Progress progress() {
        return progress;
    }

    @Override
    public void close() {}
}
