package dev.passerelle.runtime.text.template;

import com.hubspot.jinjava.objects.Namespace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `.` and `[]` find in a value.
final class Members {

    private Members() {}

    /// `base.name`: a method before a key.
    static Object attribute(Object base, String name) {
        return switch (base) {
            case Undefined(var complaint) -> throw new TemplateException(complaint);
            case Loop loop -> loop.get(name);
            case Namespace variables -> key(variables, name);
            case Map<?, ?> map -> {
                Object method = method(map, name);
                yield method instanceof Undefined ? key(map, name) : method;
            }
            case Collection<?> list -> method(list, name);
            case String text -> Strings.method(text, name);
            default -> Undefined.attribute(base, name);
        };
    }

    /// `base[key]`: a key before a method.
    static Object item(Object base, Object key) {
        return switch (base) {
            case Undefined(var complaint) -> throw new TemplateException(complaint);
            case Map<?, ?> map -> {
                Object value = key(map, key);
                yield value instanceof Undefined && key instanceof String name
                        ? method(map, name)
                        : value;
            }
            case List<?> list when key instanceof Long at -> {
                long index = at < 0 ? at + list.size() : at;
                yield index >= 0 && index < list.size()
                        ? list.get((int) index)
                        : Undefined.attribute(base, key);
            }
            case String text when key instanceof Long at -> {
                int[] characters = text.codePoints().toArray();
                long index = at < 0 ? at + characters.length : at;
                yield index >= 0 && index < characters.length
                        ? Character.toString(characters[(int) index])
                        : Undefined.attribute(base, key);
            }
            default ->
                    key instanceof String name
                            ? attribute(base, name)
                            : Undefined.attribute(base, Values.text(key));
        };
    }

    private static Object key(Map<?, ?> map, Object key) {
        Object value = map.get(key);
        return value == null ? Undefined.attribute(map, key) : value;
    }

    private static Object method(Map<?, ?> map, String name) {
        return switch (name) {
            case "items" -> (Function) _ -> items(map);
            case "keys" -> (Function) _ -> new ArrayList<>(map.keySet());
            case "values" -> (Function) _ -> new ArrayList<>(map.values());
            case "copy" -> (Function) _ -> new LinkedHashMap<>(map);
            case "get" ->
                    (Function)
                            args -> {
                                Object value = map.get(args.need(0, "key"));
                                return value == null ? args.get(1, "default", None.NONE) : value;
                            };
            default -> Undefined.attribute(map, name);
        };
    }

    private static Object method(Collection<?> list, String name) {
        return switch (name) {
            case "append" ->
                    (Function)
                            args -> {
                                add(list, args.need(0, "object"));
                                return None.NONE;
                            };
            default -> Undefined.attribute(list, name);
        };
    }

    @SuppressWarnings("unchecked") // all lists of a template are its own and hold objects
    private static void add(Collection<?> list, Object value) {
        ((Collection<Object>) list).add(value);
    }

    /// Pairs of key and value.
    static List<Object> items(Map<?, ?> map) {
        List<Object> items = new ArrayList<>();
        map.forEach((key, value) -> items.add(new ArrayList<>(List.of(key, value))));
        return items;
    }
}
