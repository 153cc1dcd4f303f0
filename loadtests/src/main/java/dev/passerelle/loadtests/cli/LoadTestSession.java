package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.arrivals.Schedules;
import dev.passerelle.loadtests.csv.CsvLog;
import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.ScenarioException;
import dev.passerelle.loadtests.report.HtmlReport;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.ResultFile;
import dev.passerelle.loadtests.result.ResultJson;
import dev.passerelle.loadtests.result.Whole;
import dev.passerelle.loadtests.run.Progress;
import dev.passerelle.loadtests.terminal.SummaryText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// From a scenario that was read to its report: checks, runs, writes, prints, judges.
final class LoadTestSession {
    private final Surroundings surroundings;
    private final OutputOptions options;
    private final UsageMessageSpec usage;
    private final PrintWriter out;
    private final PrintWriter err;

    LoadTestSession(Surroundings surroundings, OutputOptions options, CommandSpec command) {
        CommandLine line = command.commandLine();
        if (!options.conflict().isEmpty()) {
            throw new ScenarioException(options.conflict());
        }
        this.surroundings = surroundings;
        this.options = options;
        this.usage = command.usageMessage();
        this.out = line.getOut();
        this.err = line.getErr();
    }

    /// Prints what would be done.
    int plan(Scenario scenario) {
        Scenario named =
                ServedModels.withModel(
                        Schedules.timed(scenario), "(the only one the server lists)");
        DryRun plan = new DryRun(named, options.outputs(scenario.name()));
        if (options.json()) {
            out.println(ResultJson.mapper().writeValueAsString(plan.json()));
        } else {
            plan.text().forEach(out::println);
        }
        out.flush();
        return ExitCode.OK;
    }

    /// Runs a load test.
    ///
    /// @param judge gives the reasons why it failed
    /// @return the exit code
    int run(Scenario scenario, Function<Result, List<String>> judge) {
        if (!options.owned()) {
            new Ownership(surroundings.resolver()).check(scenario.target());
        }
        Outputs outputs = options.outputs(scenario.name());
        outputs.check();
        Scenario timed = Schedules.timed(scenario);
        Result result = run(ServedModels.choose(timed), outputs.csv());
        write(result, outputs);
        print(result, outputs);
        List<String> reasons = judge.apply(result);
        reasons.forEach(reason -> Failures.complain(err, "failed: " + reason));
        return reasons.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Result run(Scenario scenario, @Nullable Path csv) {
        if (csv == null) {
            return run(scenario, List.of());
        }
        CsvLog log = CsvLog.open(csv);
        try {
            Result result = run(scenario, List.of(log));
            log.close();
            return result;
        } catch (RuntimeException e) {
            discard(Whole.beside(csv));
            throw e;
        }
    }

    private Result run(Scenario scenario, List<Progress> logs) {
        try (Views view =
                Views.of(
                        options.view(surroundings.interactive()),
                        surroundings.screen(),
                        usage::width)) {
            List<Progress> all = new ArrayList<>(logs);
            all.add(view.progress());
            return surroundings.runner().run(scenario, new Several(all), surroundings.interrupts());
        }
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException _) {
            // What went wrong before says more.
        }
    }

    private static void write(Result result, Outputs outputs) {
        if (outputs.json() != null) {
            ResultFile.write(result, outputs.json());
        }
        if (outputs.html() != null) {
            HtmlReport.write(result, outputs.html());
        }
    }

    private void print(Result result, Outputs outputs) {
        if (options.json()) {
            out.println(ResultJson.mapper().writeValueAsString(result));
        } else {
            out.print(SummaryText.of(result, surroundings.interactive() ? Ansi.AUTO : Ansi.OFF));
            outputs.files().forEach(file -> out.println("Written: " + file));
        }
        out.flush();
    }
}
