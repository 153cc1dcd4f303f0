package dev.passerelle.runtime.text.template;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Python's `'…'.format(values)`, without widths.
final class Formats {

    private static final Pattern BRACES = Pattern.compile("\\{\\{|\\}\\}|\\{(\\w*)\\}");

    private Formats() {}

    static String braces(String format, Arguments args) {
        int[] next = {0};
        return BRACES.matcher(format)
                .replaceAll(match -> {
                    String name = match.group(1);
                    if (name == null) {
                        return match.group().substring(1);
                    }
                    int index =
                            name.isEmpty()
                                    ? next[0]++
                                    : name.chars().allMatch(Character::isDigit)
                                            ? Integer.parseInt(name)
                                            : -1;
                    return Matcher.quoteReplacement(args.text(index, name));
                });
    }
}
