package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.plan.ScenarioException;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.ResultException;
import dev.passerelle.loadtests.result.ResultFile;
import dev.passerelle.loadtests.result.ResultJson;
import dev.passerelle.loadtests.result.compare.CompareOptions;
import dev.passerelle.loadtests.result.compare.Comparison;
import dev.passerelle.loadtests.result.compare.ComparisonText;
import dev.passerelle.loadtests.result.compare.Row;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Holds one result against another.
@Command(
        name = "compare",
        description = {
            "Compares two results, with 95 %% confidence intervals.",
            "Fails beyond --max-regression.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CompareCommand implements Callable<Integer> {
    private static final Pattern PERCENT = Pattern.compile("\\d{1,4}(\\.\\d{1,6})?%?");

    @Parameters(index = "0", paramLabel = "A.json", description = "The first result.")
    private Path first = Path.of("");

    @Parameters(index = "1", paramLabel = "B.json", description = "The later one.")
    private Path later = Path.of("");

    @Option(
            names = "--max-regression",
            paramLabel = "PERCENT",
            description = "The most that a figure may be worse, for example 5%%.")
    private @Nullable String maxRegression;

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description =
                    "Only figures whose name begins so, for example ttft or 'ttft p99'. May be repeated.")
    private List<String> metrics = List.of();

    @Option(names = "--json", description = "JSON on standard output.")
    private boolean json;

    @Spec private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        Comparison all =
                Comparison.of(
                        read(first),
                        read(later),
                        CompareOptions.NO_LIMIT.withMaxRegression(limit()));
        Comparison comparison = chosen(all);
        PrintWriter out = LoadTest.spec(command).commandLine().getOut();
        out.print(
                json
                        ? ResultJson.mapper().writeValueAsString(comparison) + "\n"
                        : ComparisonText.of(comparison));
        out.flush();
        return comparison.regressed() ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    /// A file that can't be read must not look like a regression.
    private static Result read(Path file) {
        try {
            return ResultFile.read(file);
        } catch (ResultException e) {
            throw new ScenarioException(String.valueOf(e.getMessage()));
        }
    }

    private Comparison chosen(Comparison all) {
        if (metrics.isEmpty()) {
            return all;
        }
        List<Row> rows =
                all.rows().stream()
                        .filter(row -> metrics.stream().anyMatch(row.name()::startsWith))
                        .toList();
        if (rows.isEmpty()) {
            throw new ScenarioException(
                    "--metric: no figure of both results begins with %s; there are: %s"
                            .formatted(
                                    String.join(" or ", metrics),
                                    String.join(
                                            ", ", all.rows().stream().map(Row::name).toList())));
        }
        return new Comparison(
                all.nameA(), all.nameB(), rows, all.differences(), all.maxRegression());
    }

    private double limit() {
        if (maxRegression == null) {
            return Double.NaN;
        }
        if (!PERCENT.matcher(maxRegression).matches()) {
            throw new ScenarioException(
                    "--max-regression is '%s'; allowed: a percentage such as 5%%"
                            .formatted(maxRegression));
        }
        return Double.parseDouble(maxRegression.replace("%", "")) / 100;
    }
}
