package dev.passerelle.loadtests.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads Prometheus's text format, version 0.0.4, and OpenMetrics 1.0, as far as they are alike:
/// names, labels and values. Timestamps and exemplars are left out.
final class Exposition {
    private final String line;
    private int at;

    private Exposition(String line) {
        this.line = line;
    }

    /// All values of a text, in its order.
    ///
    /// @throws IllegalArgumentException if it is of another format
    static List<MetricLine> parse(String text) {
        List<MetricLine> values = new ArrayList<>();
        text.lines()
                .map(String::strip)
                .filter(each -> !each.isEmpty() && each.charAt(0) != '#')
                .forEach(each -> values.add(new Exposition(each).value()));
        return values;
    }

    private MetricLine value() {
        String name = name();
        Map<String, String> labels = labels();
        blanks();
        int begin = at;
        while (at < line.length() && !isBlank(line.charAt(at))) {
            at++;
        }
        return new MetricLine(name, labels, number(line.substring(begin, at)));
    }

    private String name() {
        int begin = at;
        while (at < line.length() && isOfName(line.charAt(at))) {
            at++;
        }
        if (at == begin) {
            throw wrong();
        }
        return line.substring(begin, at);
    }

    private Map<String, String> labels() {
        blanks();
        if (!isNext('{')) {
            return Map.of();
        }
        at++;
        Map<String, String> labels = new HashMap<>();
        blanks();
        while (!isNext('}')) {
            String name = name();
            expect('=');
            expect('"');
            labels.put(name, quoted());
            blanks();
            if (isNext(',')) {
                at++;
                blanks();
            } else if (!isNext('}')) {
                throw wrong();
            }
        }
        at++;
        return labels;
    }

    private String quoted() {
        var text = new StringBuilder();
        while (at < line.length() && line.charAt(at) != '"') {
            char c = line.charAt(at++);
            if (c == '\\' && at < line.length()) {
                char escaped = line.charAt(at++);
                text.append(escaped == 'n' ? '\n' : escaped);
            } else {
                text.append(c);
            }
        }
        expect('"');
        return text.toString();
    }

    /// @throws IllegalArgumentException if it is none
    static double number(String text) {
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "NaN", "Nan" -> Double.NaN;
            default -> decimal(text);
        };
    }

    private static double decimal(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw wrong();
        }
    }

    private void blanks() {
        while (at < line.length() && isBlank(line.charAt(at))) {
            at++;
        }
    }

    private void expect(char c) {
        blanks();
        if (!isNext(c)) {
            throw wrong();
        }
        at++;
    }

    private boolean isNext(char c) {
        return at < line.length() && line.charAt(at) == c;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isOfName(char c) {
        return c == '_' || c == ':' || c == '.' || Character.isLetterOrDigit(c);
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("not in Prometheus's text format");
    }
}
