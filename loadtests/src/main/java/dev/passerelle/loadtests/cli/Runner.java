package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.run.LoadRun;
import dev.passerelle.loadtests.run.Progress;
import java.util.function.Consumer;

/// Runs load tests.
interface Runner {
    /// Runs one that can be ended early.
    ///
    /// @param stopping is given what ends it
    Result run(Scenario scenario, Progress progress, Consumer<Runnable> stopping);

    /// The real thing.
    static Result real(Scenario scenario, Progress progress, Consumer<Runnable> stopping) {
        LoadRun run = new LoadRun(scenario, progress);
        stopping.accept(run::stop);
        return run.run();
    }
}
