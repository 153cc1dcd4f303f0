package dev.passerelle.runtime.text.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The methods of Python's `str` that chat templates call.
final class Strings {

    private static final String BLANK =
            " \t\n\r\f\u000B\u001C\u001D\u001E\u001F\u0085\u00A0\u2028\u2029\u3000";

    private Strings() {}

    /// The method of that name, bound to the text; undefined for one that is not known.
    static Object method(String text, String name) {
        return switch (name) {
            case "upper" -> (Function) _ -> text.toUpperCase(Locale.ROOT);
            case "lower" -> (Function) _ -> text.toLowerCase(Locale.ROOT);
            case "title" -> (Function) _ -> title(text);
            case "capitalize" -> (Function) _ -> capitalize(text);
            case "strip" -> (Function) args -> strip(text, args, true, true);
            case "lstrip" -> (Function) args -> strip(text, args, true, false);
            case "rstrip" -> (Function) args -> strip(text, args, false, true);
            case "startswith" -> (Function) args -> anyOf(args).stream().anyMatch(text::startsWith);
            case "endswith" -> (Function) args -> anyOf(args).stream().anyMatch(text::endsWith);
            case "split" -> (Function) args -> split(text, args, false);
            case "rsplit" -> (Function) args -> split(text, args, true);
            case "splitlines" -> (Function) _ -> new ArrayList<>(text.lines().toList());
            case "replace" -> (Function) args -> replace(text, args);
            case "find" -> (Function) args -> find(text, text.indexOf(args.text(0, "sub")));
            case "rfind" -> (Function) args -> find(text, text.lastIndexOf(args.text(0, "sub")));
            case "count" ->
                    (Function) args -> (long) parts(text, args.text(0, "sub"), -1).size() - 1;
            case "join" -> (Function) args -> String.join(text, strings(args.need(0, "iterable")));
            case "format" -> (Function) args -> Formats.braces(text, args);
            case "removeprefix" -> (Function) args -> withoutPrefix(text, args.text(0, "prefix"));
            case "removesuffix" -> (Function) args -> withoutSuffix(text, args.text(0, "suffix"));
            default -> Undefined.attribute(text, name);
        };
    }

    private static String withoutPrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static String withoutSuffix(String text, String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    /// Python counts characters.
    private static Object find(String text, int at) {
        return (long) (at < 0 ? at : text.codePointCount(0, at));
    }

    private static @Nullable String set(Arguments args) {
        Object set = args.get(0, "chars", None.NONE);
        return set == None.NONE ? null : Values.text(set);
    }

    static String strip(String text, Arguments args, boolean left, boolean right) {
        return strip(text, set(args), left, right);
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

    static String capitalize(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1).toLowerCase(Locale.ROOT);
    }

    static String title(String text) {
        StringBuilder title = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            title.append(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inside = Character.isLetter(c);
        }
        return title.toString();
    }

    private static Object split(String text, Arguments args, boolean fromRight) {
        int most = args.integer(1, "maxsplit", -1);
        Object separator = args.get(0, "sep", None.NONE);
        if (separator == None.NONE) {
            String trimmed = strip(text, (String) null, true, !(most >= 0));
            return trimmed.isEmpty()
                    ? new ArrayList<>()
                    : new ArrayList<Object>(
                            List.of(trimmed.split("[" + BLANK + "]+", most < 0 ? 0 : most + 1)));
        }
        String between = Values.text(separator);
        if (between.isEmpty()) {
            throw new TemplateException("empty separator");
        }
        return new ArrayList<Object>(
                fromRight ? partsFromRight(text, between, most) : parts(text, between, most));
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

    static String replace(String text, Arguments args) {
        String old = args.text(0, "old");
        String by = args.text(1, "new");
        int most = args.integer(2, "count", -1);
        return most < 0 || old.isEmpty()
                ? text.replace(old, by)
                : String.join(by, parts(text, old, most));
    }

    private static List<String> anyOf(Arguments args) {
        Object given = args.need(0, "prefix");
        return given instanceof Collection<?> ? strings(given) : List.of(Values.text(given));
    }

    private static List<String> strings(Object values) {
        return Values.iterate(values).stream().map(Values::text).toList();
    }
}
