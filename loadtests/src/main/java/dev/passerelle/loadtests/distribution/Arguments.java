package dev.passerelle.loadtests.distribution;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Numbers between the parentheses of a distribution: the first ones by place, others by name.
///
/// @param text all that was written, for messages
/// @param names of the numbers it needs
/// @param values by name, in the order of the names
record Arguments(String text, List<String> names, Map<String, Double> values) {
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?");

    /// All of the names must be given.
    static Arguments of(String text, String inside, String... names) {
        return read(text, inside, List.of(names), List.of());
    }

    /// All of the names must be given, `min` and `max` may be.
    static Arguments bounded(String text, String inside, String... names) {
        var arguments = read(text, inside, List.of(names), List.of("min", "max"));
        arguments.check(arguments.least() <= arguments.most(), "max must be at least min");
        return arguments;
    }

    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches() && Double.isFinite(Double.parseDouble(text));
    }

    /// Without a needless fraction.
    static String number(double value) {
        var plain = BigDecimal.valueOf(value).stripTrailingZeros();
        return plain.scale() < 0 && plain.precision() - plain.scale() > 17
                ? plain.toString()
                : plain.toPlainString();
    }

    /// What stands between the commas.
    static List<String> split(String inside) {
        return inside.isBlank() ? List.of() : List.of(inside.strip().split("\\s*,\\s*", -1));
    }

    private static Arguments read(
            String text, String inside, List<String> names, List<String> more) {
        var values = new LinkedHashMap<String, Double>();
        for (String part : split(inside)) {
            String[] pair = part.split("\\s*=\\s*", -1);
            String name = pair.length > 1 ? pair[0] : place(text, names, values.size());
            if (!names.contains(name) && !more.contains(name)) {
                throw wrong(text, "'" + name + "' is none of " + all(names, more));
            }
            if (values.put(name, value(text, name, pair[pair.length - 1])) != null) {
                throw wrong(text, name + " is given twice");
            }
        }
        return new Arguments(text, names, complete(text, names, more, values));
    }

    private static Map<String, Double> complete(
            String text, List<String> names, List<String> more, Map<String, Double> given) {
        var ordered = new LinkedHashMap<String, Double>();
        for (String name : names) {
            Double value = given.get(name);
            if (value == null) {
                throw wrong(text, name + " is missing; it needs " + all(names, List.of()));
            }
            ordered.put(name, value);
        }
        more.forEach(name -> given.computeIfPresent(name, (n, v) -> put(ordered, n, v)));
        return ordered;
    }

    private static double put(Map<String, Double> to, String name, double value) {
        to.put(name, value);
        return value;
    }

    private static String place(String text, List<String> names, int index) {
        if (index >= names.size()) {
            throw wrong(text, "too many values; it needs " + all(names, List.of()));
        }
        return names.get(index);
    }

    private static double value(String text, String name, String written) {
        if (!isNumber(written)) {
            throw wrong(text, name + " is '" + written + "', which is no number");
        }
        double value = Double.parseDouble(written);
        if (value < 0) {
            throw wrong(text, name + " must be at least 0");
        }
        return value;
    }

    private static String all(List<String> names, List<String> more) {
        var all = new ArrayList<>(names);
        all.addAll(more);
        return String.join(", ", all);
    }

    static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("'" + text.strip() + "': " + why);
    }

    void check(boolean holds, String rule) {
        if (!holds) {
            throw wrong(text, rule);
        }
    }

    double get(int index) {
        return values.getOrDefault(names.get(index), 0.0);
    }

    double least() {
        return values.getOrDefault("min", 0.0);
    }

    double most() {
        return values.getOrDefault("max", Double.POSITIVE_INFINITY);
    }

    double bound(double value) {
        return Math.clamp(value, least(), most());
    }

    /// As it would be written, all by name.
    String print(String name) {
        var parts = new ArrayList<String>();
        values.forEach((key, value) -> parts.add(key + "=" + number(value)));
        return name + "(" + String.join(", ", parts) + ")";
    }
}
