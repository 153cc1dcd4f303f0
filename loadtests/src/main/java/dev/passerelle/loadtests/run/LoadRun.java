package dev.passerelle.loadtests.run;

import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.result.Result;

/// One load test from calibration to result.
@SuppressWarnings("DoNotCallSuggester")
public final class LoadRun {
    private final Scenario scenario;
    private final Progress progress;

    public LoadRun(Scenario scenario, Progress progress) {
        this.scenario = scenario;
        this.progress = progress;
    }

    /// Runs it, on this thread and those it needs.
    ///
    /// @throws LoadRunException if the server can't be reached or refuses what the scenario needs
    ///   before any load is put on it
    public Result run() {
        if (scenario.traffic().isEmpty()) {
            progress.says("nothing to send");
        }
        throw new LoadRunException(scenario.name() + " is not run yet");
    }

    /// Ends it early: nothing new begins, what is under way is ended, and [#run] returns what there
    /// is. May be called from any thread, more than once.
    public void stop() {}
}
