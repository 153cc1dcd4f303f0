package dev.passerelle.runtime.text.template;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Python's `json.dumps`, with transformers' default of `ensure_ascii=False`.
final class Json {

    private final boolean ascii;
    private final boolean sorted;
    private final String indent;
    private final boolean lines;
    private final String comma;
    private final String colon;
    private final StringBuilder out = new StringBuilder();

    private Json(Arguments args) {
        ascii = Values.truth(args.get(-1, "ensure_ascii", false));
        sorted = Values.truth(args.get(-1, "sort_keys", false));
        Object width = args.get(0, "indent", None.NONE);
        lines = width != None.NONE;
        indent =
                width instanceof String text
                        ? text
                        : " ".repeat(lines ? args.integer(0, "indent", 0) : 0);
        List<?> separators =
                args.get(-1, "separators", None.NONE) instanceof List<?> two
                        ? two
                        : List.of(lines ? "," : ", ", ": ");
        comma = Values.text(separators.getFirst());
        colon = Values.text(separators.getLast());
    }

    static String dumps(Object value, Arguments args) {
        Json json = new Json(args);
        json.write(value, 1);
        return json.out.toString();
    }

    static Object loads(String json) {
        try {
            return Values.of(JsonMapper.shared().readValue(json, Object.class));
        } catch (JacksonException e) {
            throw new TemplateException("from_json: not JSON");
        }
    }

    private void write(Object value, int depth) {
        switch (value) {
            case None _ -> out.append("null");
            case Boolean bool -> out.append(bool);
            case Double number -> out.append(Numbers.text(number));
            case Number number -> out.append(number);
            case String text -> quote(text);
            case Map<?, ?> map ->
                    enclosed(
                            '{',
                            '}',
                            entries(map),
                            depth,
                            entry -> {
                                quote(Values.text(entry.getKey()));
                                out.append(colon);
                                write(entry.getValue(), depth + 1);
                            });
            case Collection<?> list ->
                    enclosed('[', ']', list, depth, each -> write(each, depth + 1));
            default ->
                    throw new TemplateException(
                            "Object of type %s is not JSON serializable"
                                    .formatted(Values.type(value)));
        }
    }

    private Collection<? extends Map.Entry<?, ?>> entries(Map<?, ?> map) {
        if (!sorted) {
            return map.entrySet();
        }
        Map<String, Object> ordered = new TreeMap<>();
        map.forEach((key, value) -> ordered.put(Values.text(key), value));
        return ordered.entrySet();
    }

    private <T> void enclosed(
            char open, char close, Collection<? extends T> all, int depth, Consumer<T> write) {
        out.append(open);
        Iterator<? extends T> each = all.iterator();
        while (each.hasNext()) {
            newLine(depth);
            write.accept(each.next());
            if (each.hasNext()) {
                out.append(comma);
            }
        }
        if (!all.isEmpty()) {
            newLine(depth - 1);
        }
        out.append(close);
    }

    private void newLine(int depth) {
        if (lines) {
            out.append('\n').repeat(indent, depth);
        }
    }

    private void quote(String text) {
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
                    if (c < ' ' || (ascii && c > '~')) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
