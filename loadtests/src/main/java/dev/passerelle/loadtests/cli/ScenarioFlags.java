package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.plan.reading.Flag;
import dev.passerelle.loadtests.plan.reading.Flags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The flags of the scenario's table as options of a command.
final class ScenarioFlags {
    private ScenarioFlags() {}

    /// Adds those wanted to a command.
    static void add(CommandLine command, Predicate<Flag> wanted) {
        ArgGroupSpec.Builder group =
                ArgGroupSpec.builder()
                        .heading("%nScenario:%n")
                        .validate(false)
                        .multiplicity("0..1")
                        .order(1);
        Flags.ALL.stream().filter(wanted).map(ScenarioFlags::option).forEach(group::addArg);
        command.getCommandSpec().addArgGroup(group.build());
    }

    /// Texts by name of the flags given.
    static Map<String, List<String>> given(CommandSpec command) {
        ParseResult parsed = command.commandLine().getParseResult();
        Map<String, List<String>> given = new LinkedHashMap<>();
        for (Flag flag : Flags.ALL) {
            OptionSpec option = parsed.matchedOption(flag.name());
            if (option != null) {
                given.put(flag.name(), List.copyOf(option.stringValues()));
            }
        }
        return given;
    }

    private static OptionSpec option(Flag flag) {
        OptionSpec.Builder option =
                OptionSpec.builder(flag.name())
                        .description(flag.help().replace("`", "").replace("%", "%%"));
        return switch (flag.arity()) {
            case NONE -> option.arity("0").type(boolean.class).build();
            case OPTIONAL ->
                    option.paramLabel(flag.label())
                            .arity("0..1")
                            .fallbackValue("")
                            .type(String.class)
                            .build();
            case ONE -> option.paramLabel(flag.label()).arity("1").type(String.class).build();
            case MANY -> option.paramLabel(flag.label()).arity("1").type(List.class).build();
        };
    }
}
