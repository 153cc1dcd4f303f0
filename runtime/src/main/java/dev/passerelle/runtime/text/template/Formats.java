package dev.passerelle.runtime.text.template;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Python's `'…' % values` and `'…'.format(values)`, without widths.
final class Formats {

    private static final Pattern PERCENT = Pattern.compile("%(?:([sdr%])|(\\.\\d+f))");
    private static final Pattern BRACES = Pattern.compile("\\{\\{|\\}\\}|\\{(\\w*)\\}");

    private Formats() {}

    static String percent(String format, Object values) {
        Iterator<?> each =
                values instanceof Collection<?> list ? list.iterator() : List.of(values).iterator();
        return PERCENT.matcher(format)
                .replaceAll(match -> {
                    if ("%".equals(match.group(1))) {
                        return "%";
                    }
                    Object value = each.next();
                    String text =
                            match.group(2) != null
                                    ? ("%" + match.group(2))
                                            .formatted(((Number) value).doubleValue())
                                    : match.group(1).equals("r")
                                            ? Values.repr(value)
                                            : Values.text(value);
                    return Matcher.quoteReplacement(text);
                });
    }

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
