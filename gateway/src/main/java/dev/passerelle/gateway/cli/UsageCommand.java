package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.admin.UsageReport;
import dev.passerelle.gateway.openai.QueryParameters;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Tells what was used, whether or not a server runs.
@Command(
        name = "usage",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Report what was used: requests, tokens, cost.")
final class UsageCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin private final CommandOptions options = new CommandOptions();

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "project,model",
            description =
                    "What to tell apart: key, project, model, day; '' sums up everything. Default ${DEFAULT-VALUE}.")
    private String by = "";

    @Option(
            names = "--from",
            paramLabel = "DAY",
            description = "First day, UTC; default the month's.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "DAY", description = "Last day, UTC; default today.")
    private @Nullable String to;

    @Option(names = "--project", paramLabel = "PROJECT", description = "Only this project's.")
    private @Nullable String project;

    @Option(names = "--key", paramLabel = "ID", description = "Only this key's.")
    private @Nullable String key;

    @Option(names = "--model", paramLabel = "MODEL", description = "Only this model's.")
    private @Nullable String model;

    @Option(names = "--csv", description = "CSV on standard output.")
    private boolean csv;

    UsageCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (csv && options.json()) {
            throw new ParameterException(options.commandLine(), "give --csv or --json, not both");
        }
        QueryParameters query = query();
        UsageReport report =
                new AdminAccess(surroundings, options.config()).call(admin -> admin.usage(query));
        PrintWriter out = options.out();
        if (csv) {
            out.print(report.csv());
        } else if (options.json()) {
            out.println(report.json());
        } else {
            UsageTable.lines(report).forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private QueryParameters query() {
        Map<String, List<String>> query = new LinkedHashMap<>();
        add(query, "by", by);
        add(query, "from", from);
        add(query, "to", to);
        add(query, "project", project);
        add(query, "key", key);
        add(query, "model", model);
        return new QueryParameters(query);
    }

    private static void add(Map<String, List<String>> query, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            query.put(name, List.of(value));
        }
    }
}
