package dev.passerelle.runtime.text;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Filters that Jinjava lacks or that differ from transformers' setting of Jinja2.
final class TemplateFilters {

    static final List<Filter> ALL =
            List.of(
                    new Named("tojson", TemplateFilters::json),
                    new Named("items", (value, args, named) -> items(value)),
                    new Named("length", (value, args, named) -> length(value)),
                    new Named("count", (value, args, named) -> length(value)),
                    new Named(TemplateSource.SLICE, (value, args, named) -> slice(value, args)));

    private TemplateFilters() {}

    /// A filter's work.
    @FunctionalInterface
    interface Work {
        @Nullable Object apply(
                @Nullable Object value, @Nullable Object[] args, Map<String, Object> named);
    }

    private record Named(String name, Work work) implements Filter {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public @Nullable Object filter(
                @Nullable Object value, JinjavaInterpreter interpreter, @Nullable String... args) {
            return work.apply(value, args, Map.of());
        }

        @Override
        public @Nullable Object filter(
                @Nullable Object value,
                JinjavaInterpreter interpreter,
                @Nullable Object[] args,
                Map<String, Object> named) {
            return work.apply(value, args, named);
        }
    }

    private static long length(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case Map<?, ?> map -> map.size();
            case Collection<?> list -> list.size();
            default -> value.toString().codePoints().count();
        };
    }

    private static Object items(@Nullable Object value) {
        return PythonObjects.items(value instanceof Map<?, ?> map ? map : Map.of());
    }

    private static String json(
            @Nullable Object value, @Nullable Object[] args, Map<String, Object> named) {
        StringBuilder out = new StringBuilder();
        Object indent = named.getOrDefault("indent", args.length > 0 ? args[0] : null);
        write(value, indent instanceof Number n ? n.intValue() : -1, 1, out);
        return out.toString();
    }

    /// As Python's `json.dumps(value, ensure_ascii=False, indent=indent)`.
    private static void write(@Nullable Object value, int indent, int depth, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> {
                Iterator<? extends Map.Entry<?, ?>> each = map.entrySet().iterator();
                enclosed(
                        '{',
                        '}',
                        each,
                        indent,
                        depth,
                        out,
                        entry -> {
                            quote(String.valueOf(entry.getKey()), out);
                            out.append(": ");
                            write(entry.getValue(), indent, depth + 1, out);
                        });
            }
            case Iterable<?> list ->
                    enclosed(
                            '[',
                            ']',
                            list.iterator(),
                            indent,
                            depth,
                            out,
                            element -> write(element, indent, depth + 1, out));
            case Number number -> out.append(number);
            case Boolean bool -> out.append(bool);
            default -> quote(value.toString(), out);
        }
    }

    private static <T extends @Nullable Object> void enclosed(
            char open,
            char close,
            Iterator<T> each,
            int indent,
            int depth,
            StringBuilder out,
            Consumer<T> element) {
        out.append(open);
        boolean any = each.hasNext();
        while (each.hasNext()) {
            newLine(indent, depth, out);
            element.accept(each.next());
            if (each.hasNext()) {
                out.append(indent < 0 ? ", " : ",");
            }
        }
        if (any) {
            newLine(indent, depth - 1, out);
        }
        out.append(close);
    }

    private static void newLine(int indent, int depth, StringBuilder out) {
        if (indent >= 0) {
            out.append('\n').repeat(" ", indent * depth);
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /// Python's `value[start:stop:step]`.
    private static @Nullable Object slice(@Nullable Object value, @Nullable Object[] args) {
        return switch (value) {
            case null -> throw new IllegalArgumentException("a slice of something undefined");
            case List<?> list ->
                    picked(list.size(), args).mapToObj(list::get).collect(Collectors.toList());
            default -> {
                int[] text = value.toString().codePoints().toArray();
                int[] picked = picked(text.length, args).map(i -> text[i]).toArray();
                yield new String(picked, 0, picked.length);
            }
        };
    }

    private static IntStream picked(int size, @Nullable Object[] args) {
        int step = number(args[2], 1);
        if (step == 0) {
            throw new IllegalArgumentException("slice step cannot be zero");
        }
        int low = step > 0 ? 0 : -1;
        int high = step > 0 ? size : size - 1;
        int start = bound(args[0], step > 0 ? low : high, size, low, high);
        int stop = bound(args[1], step > 0 ? high : low, size, low, high);
        return IntStream.iterate(start, i -> step > 0 ? i < stop : i > stop, i -> i + step);
    }

    private static int bound(@Nullable Object given, int missing, int size, int low, int high) {
        if (!(given instanceof Number n)) {
            return missing;
        }
        int at = n.intValue() < 0 ? n.intValue() + size : n.intValue();
        return Math.clamp(at, low, high);
    }

    private static int number(@Nullable Object given, int missing) {
        return given instanceof Number n ? n.intValue() : missing;
    }
}
