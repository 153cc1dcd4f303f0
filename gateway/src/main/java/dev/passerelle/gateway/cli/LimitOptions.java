package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.tenancy.Measure;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.node.ObjectNode;

/// The limits of a key, as options.
final class LimitOptions {
    private static final Pattern TOKENS = Pattern.compile("(\\d{1,18})/(day|month)");
    private static final Pattern MONEY = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,12})?)/(day|month)");

    @Option(names = "--rpm", paramLabel = "N", description = "Requests a minute.")
    private @Nullable Long requests;

    @Option(
            names = "--tpm",
            paramLabel = "N",
            description = "Tokens a minute, of prompts and answers together.")
    private @Nullable Long tokens;

    @Option(names = "--concurrency", paramLabel = "N", description = "Requests at a time.")
    private @Nullable Long concurrency;

    @Option(
            names = "--budget-tokens",
            paramLabel = "N/day|N/month",
            description = "Tokens a day or month, UTC. May be given for each.")
    private List<String> tokenBudgets = List.of();

    @Option(
            names = "--budget-money",
            paramLabel = "SUM/day|SUM/month",
            description = "Money a day or month, UTC. May be given for each.")
    private List<String> moneyBudgets = List.of();

    /// @throws ParameterException for a budget that is none
    void write(ObjectNode limits, CommandLine command) {
        put(limits, Measure.REQUESTS_PER_MINUTE, requests);
        put(limits, Measure.TOKENS_PER_MINUTE, tokens);
        put(limits, Measure.CONCURRENT_REQUESTS, concurrency);
        tokenBudgets.forEach(text -> {
            Matcher budget = match(TOKENS, "--budget-tokens", "100000/day", text, command);
            put(
                    limits,
                    "tokens_per_" + budget.group(2),
                    budget.group(1),
                    "--budget-tokens",
                    command);
        });
        moneyBudgets.forEach(text -> {
            Matcher budget = match(MONEY, "--budget-money", "5.00/month", text, command);
            put(limits, "money_per_" + budget.group(2), budget.group(1), "--budget-money", command);
        });
    }

    private static void put(ObjectNode limits, Measure measure, @Nullable Long capacity) {
        if (capacity != null) {
            limits.put(measure.id(), capacity);
        }
    }

    private static void put(
            ObjectNode limits, String field, String amount, String option, CommandLine command) {
        if (limits.has(field)) {
            throw new ParameterException(
                    command, "%s is given twice for the same period".formatted(option));
        }
        limits.put(field, new BigDecimal(amount));
    }

    private static Matcher match(
            Pattern form, String option, String example, String text, CommandLine command) {
        Matcher matcher = form.matcher(text);
        if (!matcher.matches()) {
            throw new ParameterException(
                    command,
                    "%s is '%s': give an amount a day or month, such as %s"
                            .formatted(option, text, example));
        }
        return matcher;
    }
}
