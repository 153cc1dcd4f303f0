package dev.passerelle.runtime.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The methods of Python's `str` that chat templates call.
final class PythonStrings {

    private static final String BLANK =
            " \t\n\r\f\u000B\u001C\u001D\u001E\u001F\u0085\u00A0\u2028\u2029\u3000";

    private PythonStrings() {}

    /// @throws IllegalArgumentException for a method that is not known
    static Object call(String text, String method, List<Object> args) {
        return switch (method) {
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "title" -> title(text);
            case "capitalize" -> capitalize(text);
            case "strip" -> strip(text, set(args), true, true);
            case "lstrip" -> strip(text, set(args), true, false);
            case "rstrip" -> strip(text, set(args), false, true);
            case "startswith" -> anyOf(args).stream().anyMatch(text::startsWith);
            case "endswith" -> anyOf(args).stream().anyMatch(text::endsWith);
            case "split" -> split(text, args, false);
            case "rsplit" -> split(text, args, true);
            case "splitlines" -> text.lines().toList();
            case "replace" -> replace(text, string(args, 0), string(args, 1), count(args, 2));
            case "find" -> (long) text.indexOf(string(args, 0));
            case "rfind" -> (long) text.lastIndexOf(string(args, 0));
            case "count" -> (long) (parts(text, string(args, 0), -1).size() - 1);
            case "join" -> String.join(text, strings(args.getFirst()));
            case "removeprefix" ->
                    text.startsWith(string(args, 0))
                            ? text.substring(string(args, 0).length())
                            : text;
            case "removesuffix" ->
                    text.endsWith(string(args, 0))
                            ? text.substring(0, text.length() - string(args, 0).length())
                            : text;
            case "isdigit" -> !text.isEmpty() && text.codePoints().allMatch(Character::isDigit);
            case "isspace" -> !text.isEmpty() && text.chars().allMatch(c -> BLANK.indexOf(c) >= 0);
            default ->
                    throw new IllegalArgumentException(
                            "method %s of a string is not supported".formatted(method));
        };
    }

    private static @Nullable String set(List<Object> args) {
        return args.isEmpty() || args.getFirst() == null ? null : string(args, 0);
    }

    private static String strip(
            String text, @Nullable String characters, boolean left, boolean right) {
        String set = characters == null ? BLANK : characters;
        int from = 0;
        int to = text.length();
        while (left && from < to && set.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (right && to > from && set.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }

    private static String capitalize(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String title(String text) {
        StringBuilder title = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            title.append(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inside = Character.isLetter(c);
        }
        return title.toString();
    }

    private static List<String> split(String text, List<Object> args, boolean fromRight) {
        int most = count(args, 1);
        String separator = set(args);
        if (separator == null) {
            String trimmed = strip(text, null, true, true);
            return trimmed.isEmpty()
                    ? List.of()
                    : Arrays.asList(trimmed.split("[" + BLANK + "]+", most < 0 ? 0 : most + 1));
        }
        if (separator.isEmpty()) {
            throw new IllegalArgumentException("split: empty separator");
        }
        return fromRight ? partsFromRight(text, separator, most) : parts(text, separator, most);
    }

    private static List<String> parts(String text, String separator, int most) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator);
                at >= 0 && parts.size() != most;
                at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static List<String> partsFromRight(String text, String separator, int most) {
        List<String> parts = new ArrayList<>();
        int to = text.length();
        for (int at = text.lastIndexOf(separator);
                at >= 0 && parts.size() != most;
                at = text.lastIndexOf(separator, to - separator.length())) {
            parts.addFirst(text.substring(at + separator.length(), to));
            to = at;
        }
        parts.addFirst(text.substring(0, to));
        return parts;
    }

    private static String replace(String text, String old, String by, int most) {
        return most < 0 || old.isEmpty()
                ? text.replace(old, by)
                : String.join(by, parts(text, old, most));
    }

    private static List<String> anyOf(List<Object> args) {
        return args.getFirst() instanceof Iterable<?>
                ? strings(args.getFirst())
                : List.of(string(args, 0));
    }

    private static List<String> strings(Object values) {
        List<String> strings = new ArrayList<>();
        if (values instanceof Iterable<?> each) {
            each.forEach(value -> strings.add(String.valueOf(value)));
        }
        return strings;
    }

    private static String string(List<Object> args, int index) {
        if (index >= args.size() || args.get(index) == null) {
            throw new IllegalArgumentException("a string method lacks an argument");
        }
        return args.get(index).toString();
    }

    private static int count(List<Object> args, int index) {
        return index < args.size() && args.get(index) instanceof Number n ? n.intValue() : -1;
    }
}
