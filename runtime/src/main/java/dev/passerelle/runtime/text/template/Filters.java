package dev.passerelle.runtime.text.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.objects.SafeString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What may follow `|`.
final class Filters {

    /// Makes one value of another.
    @FunctionalInterface
    interface Work {
        Object apply(Object value, Arguments args);
    }

    /// As Jinjava wants it.
    private record Named(String getName, Work work) implements Filter {

        @Override
        public Object filter(
                Object value,
                JinjavaInterpreter interpreter,
                Object[] args,
                Map<String, Object> named) {
            return work.apply(value, new Arguments(List.of(args), named));
        }

        @Override
        public Object filter(Object value, JinjavaInterpreter interpreter, String... args) {
            return work.apply(value, new Arguments(List.of((Object[]) args), Map.of()));
        }
    }

    private static final Map<String, Work> WORKS =
            Map.ofEntries(
                    Map.entry("tojson", Json::dumps),
                    Map.entry("from_json", (v, _) -> Json.loads(Values.text(v))),
                    Map.entry(
                            "items",
                            (v, _) ->
                                    v instanceof Map<?, ?> map
                                            ? Members.items(map)
                                            : none(v, "a mapping")),
                    Map.entry("length", (v, _) -> length(v)),
                    Map.entry("count", (v, _) -> length(v)),
                    Map.entry("string", (v, _) -> Values.text(v)),
                    Map.entry("safe", (v, _) -> new SafeString(Values.text(v))),
                    Map.entry("trim", (v, args) -> Strings.strip(Values.text(v), args, true, true)),
                    Map.entry("upper", (v, _) -> Values.text(v).toUpperCase(Locale.ROOT)),
                    Map.entry("lower", (v, _) -> Values.text(v).toLowerCase(Locale.ROOT)),
                    Map.entry("capitalize", (v, _) -> Strings.capitalize(Values.text(v))),
                    Map.entry("title", (v, _) -> Strings.title(Values.text(v))),
                    Map.entry("replace", (v, args) -> Strings.replace(Values.text(v), args)),
                    Map.entry("indent", Filters::indent),
                    Map.entry("default", Filters::missing),
                    Map.entry("d", Filters::missing),
                    Map.entry("int", (v, args) -> integer(v, args.get(0, "default", 0L))),
                    Map.entry("list", (v, _) -> new ArrayList<>(Values.iterate(v))),
                    Map.entry(
                            "first",
                            (v, _) ->
                                    Values.iterate(v).stream()
                                            .findFirst()
                                            .orElse(Undefined.name("first"))),
                    Map.entry(
                            "last",
                            (v, _) ->
                                    Values.iterate(v).reversed().stream()
                                            .findFirst()
                                            .orElse(Undefined.name("last"))),
                    Map.entry(
                            "reverse",
                            (v, _) ->
                                    v instanceof String text
                                            ? new StringBuilder(text).reverse().toString()
                                            : new ArrayList<>(Values.iterate(v).reversed())),
                    Map.entry("join", Filters::join),
                    Map.entry(
                            "min",
                            (v, _) ->
                                    Values.iterate(v).stream()
                                            .min(natural())
                                            .orElse(Undefined.name("min"))),
                    Map.entry(
                            "max",
                            (v, _) ->
                                    Values.iterate(v).stream()
                                            .max(natural())
                                            .orElse(Undefined.name("max"))),
                    Map.entry("sort", Filters::sort),
                    Map.entry(
                            "dictsort",
                            (v, _) ->
                                    sort(
                                            v instanceof Map<?, ?> map ? Members.items(map) : v,
                                            new Arguments(List.of(), Map.of("attribute", 0L)))),
                    Map.entry("unique", (v, _) -> unique(v)),
                    Map.entry("map", Filters::map),
                    Map.entry("select", (v, args) -> chosen(v, args, false, true)),
                    Map.entry("reject", (v, args) -> chosen(v, args, false, false)),
                    Map.entry("selectattr", (v, args) -> chosen(v, args, true, true)),
                    Map.entry("rejectattr", (v, args) -> chosen(v, args, true, false)));

    static final List<Filter> ALL =
            WORKS.entrySet().stream()
                    .<Filter>map(each -> new Named(each.getKey(), each.getValue()))
                    .toList();

    private Filters() {}

    private static Work named(String name) {
        Work work = WORKS.get(name);
        if (work == null) {
            throw new TemplateException("No filter named '%s'.".formatted(name));
        }
        return work;
    }

    private static Object none(Object value, String wanted) {
        if (value instanceof Undefined) {
            return new ArrayList<>();
        }
        throw new TemplateException("'%s' object is not %s".formatted(Values.type(value), wanted));
    }

    private static long length(Object value) {
        return switch (value) {
            case Undefined _ -> 0;
            case String text -> text.codePointCount(0, text.length());
            case SafeString safe -> length(safe.getValue());
            case Collection<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            default ->
                    throw new TemplateException(
                            "object of type '%s' has no len()".formatted(Values.type(value)));
        };
    }

    private static Object missing(Object value, Arguments args) {
        boolean alsoFalse = Values.truth(args.get(1, "boolean", false));
        return value instanceof Undefined || (alsoFalse && !Values.truth(value))
                ? args.get(0, "default_value", "")
                : value;
    }

    private static Object indent(Object value, Arguments args) {
        Object width = args.get(0, "width", 4L);
        String indent =
                width instanceof String text ? text : " ".repeat(args.integer(0, "width", 4));
        boolean first = Values.truth(args.get(1, "first", false));
        boolean blank = Values.truth(args.get(2, "blank", false));
        String[] lines = Values.text(value).split("\n", -1);
        StringBuilder out = new StringBuilder(first ? indent : "").append(lines[0]);
        for (int i = 1; i < lines.length; i++) {
            out.append('\n').append(blank || !lines[i].isEmpty() ? indent : "").append(lines[i]);
        }
        return out.toString();
    }

    private static Object integer(Object value, Object missing) {
        try {
            return switch (value) {
                case Boolean truth -> truth ? 1L : 0L;
                case Number number -> number.longValue();
                case String text ->
                        text.contains(".")
                                ? (long) Double.parseDouble(text.strip())
                                : Long.parseLong(text.strip());
                default -> missing;
            };
        } catch (NumberFormatException e) {
            return missing;
        }
    }

    private static Object join(Object value, Arguments args) {
        Object attribute = args.get(1, "attribute", None.NONE);
        return Values.iterate(value).stream()
                .map(each -> Values.text(attribute(each, attribute)))
                .collect(Collectors.joining(Values.text(args.get(0, "d", ""))));
    }

    private static Comparator<Object> natural() {
        return (a, b) -> Comparisons.order(a, "<", b);
    }

    private static Object sort(Object value, Arguments args) {
        boolean reverse = Values.truth(args.get(0, "reverse", false));
        boolean exact = Values.truth(args.get(1, "case_sensitive", false));
        Object attribute = args.get(2, "attribute", None.NONE);
        List<Object> sorted = new ArrayList<>(Values.iterate(value));
        Comparator<Object> order =
                Comparator.comparing(
                        each -> {
                            Object key = attribute(each, attribute);
                            return !exact && key instanceof String text
                                    ? text.toLowerCase(Locale.ROOT)
                                    : key;
                        },
                        natural());
        sorted.sort(reverse ? order.reversed() : order);
        return sorted;
    }

    private static Object unique(Object value) {
        List<Object> unique = new ArrayList<>();
        Values.iterate(value).stream()
                .filter(each -> !Comparisons.contains(unique, each))
                .forEach(unique::add);
        return unique;
    }

    /// An attribute by its name, with dots for those within; the value itself for none.
    private static Object attribute(Object value, Object name) {
        if (name == None.NONE) {
            return value;
        }
        if (name instanceof Long) {
            return Members.item(value, name);
        }
        Object found = value;
        for (String part : Values.text(name).split("\\.", -1)) {
            boolean index = part.chars().allMatch(Character::isDigit);
            found = Members.item(found, index ? (Object) Long.valueOf(part) : part);
        }
        return found;
    }

    private static Object map(Object value, Arguments args) {
        List<Object> mapped = new ArrayList<>();
        if (!Values.truth(value)) {
            return mapped; // of none too
        }
        Object attribute = args.get(-1, "attribute", None.NONE);
        for (Object each : Values.iterate(value)) {
            if (attribute == None.NONE) {
                mapped.add(named(args.text(0, "filter")).apply(each, args.skip(1)));
            } else {
                Object found = attribute(each, attribute);
                mapped.add(found instanceof Undefined ? args.get(-1, "default", found) : found);
            }
        }
        return mapped;
    }

    private static Object chosen(
            Object value, Arguments args, boolean ofAttribute, boolean wanted) {
        int at = ofAttribute ? 1 : 0;
        Tests.Rule test =
                args.positional().size() > at
                        ? Tests.named(args.text(at, "test"))
                        : (each, _) -> Values.truth(each);
        List<Object> chosen = new ArrayList<>();
        if (!Values.truth(value)) {
            return chosen; // of none too
        }
        for (Object each : Values.iterate(value)) {
            Object tested = ofAttribute ? attribute(each, args.need(0, "attribute")) : each;
            if (test.holds(tested, args.skip(at + 1)) == wanted) {
                chosen.add(each);
            }
        }
        return chosen;
    }
}
