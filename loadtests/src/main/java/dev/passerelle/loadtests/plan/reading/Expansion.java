package dev.passerelle.loadtests.plan.reading;

import dev.passerelle.loadtests.plan.ScenarioException;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Replaces `${NAME}` and `${NAME:-default}` in values of a file by the environment's; the default
/// stands in for a variable that is unset or empty. `$${` is a literal `${`.
final class Expansion {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$(\\$\\{)|\\$\\{([A-Za-z_]\\w*)(?::-([^}]*))?}");

    private final Map<String, String> environment;

    Expansion(Map<String, String> environment) {
        this.environment = environment;
    }

    Setting expand(String path, Setting setting) {
        String text =
                REFERENCE
                        .matcher(setting.text())
                        .replaceAll(match -> Matcher.quoteReplacement(value(path, setting, match)));
        return new Setting(text, setting.place());
    }

    private String value(String path, Setting setting, MatchResult match) {
        if (match.group(1) != null) {
            return match.group(1);
        }
        String value = environment.getOrDefault(match.group(2), "");
        String fallback = match.group(3);
        if (value.isEmpty() && fallback == null) {
            String mend = setting.place().equals(Flags.KEY_ENV) ? "" : " or write ${%s:-default}";
            throw new ScenarioException(
                    "%s: %s: the environment has no variable %s; set it"
                            .concat(mend)
                            .formatted(setting.place(), path, match.group(2), match.group(2)));
        }
        return value.isEmpty() && fallback != null ? fallback : value;
    }
}
