package dev.passerelle.runtime.text;

import com.hubspot.jinjava.el.TypeConvertingMapELResolver;
import com.hubspot.jinjava.el.ext.JinjavaBeanELResolver;
import com.hubspot.jinjava.el.ext.JinjavaListELResolver;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.util.ForLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;
import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELException;
import org.jspecify.annotations.Nullable;

/// What a template can reach of the objects it is given: elements of lists and maps, the state of a
/// loop, and the methods of Python's `str`, `dict` and `list`. Java's own methods and properties
/// are out of reach.
final class PythonObjects extends CompositeELResolver {

    private final JinjavaBeanELResolver engine = new JinjavaBeanELResolver(true);

    PythonObjects() {
        add(new JinjavaListELResolver(true));
        add(new TypeConvertingMapELResolver(true));
    }

    @Override
    public @Nullable Object getValue(ELContext context, @Nullable Object base, Object property) {
        if (base instanceof ForLoop) {
            return engine.getValue(context, base, property);
        }
        if (base instanceof String text) {
            context.setPropertyResolved(true);
            return character(text, property);
        }
        Object value = super.getValue(context, base, property);
        context.setPropertyResolved(true);
        return value;
    }

    @Override
    public @Nullable Object invoke(
            ELContext context,
            @Nullable Object base,
            Object method,
            Class<?> @Nullable [] types,
            @Nullable Object @Nullable [] args) {
        if (base instanceof Filter || base instanceof ExpTest) {
            return engine.invoke(context, base, method, types, args);
        }
        context.setPropertyResolved(true);
        List<@Nullable Object> given = args == null ? List.of() : Arrays.asList(args);
        try {
            return call(base, method, given);
        } catch (IllegalArgumentException e) {
            throw new ELException(e.getMessage(), e); // the engine would swallow the other
        }
    }

    private static @Nullable Object call(
            @Nullable Object base, Object method, List<@Nullable Object> given) {
        return switch (base) {
            case null ->
                    throw new IllegalArgumentException(
                            "method %s of something undefined".formatted(method));
            case Map<?, ?> map -> ofMap(map, method.toString(), given);
            case Collection<?> list when method.equals("append") -> append(list, given.getFirst());
            case CharSequence text -> PythonStrings.call(text.toString(), method.toString(), given);
            default ->
                    throw new IllegalArgumentException(
                            "method %s is not supported".formatted(method));
        };
    }

    private static @Nullable Object character(String text, Object property) {
        try {
            int at = Integer.parseInt(property.toString());
            int length = text.codePointCount(0, text.length());
            int index = at < 0 ? at + length : at;
            if (index < 0 || index >= length) {
                return null;
            }
            return Character.toString(text.codePointAt(text.offsetByCodePoints(0, index)));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Object ofMap(
            Map<?, ?> map, String method, List<@Nullable Object> args) {
        return switch (method) {
            case "items" -> items(map);
            case "keys" -> new ArrayList<>(map.keySet());
            case "values" -> new ArrayList<>(map.values());
            case "get" -> {
                Object key = args.getFirst();
                yield map.containsKey(key) ? map.get(key) : args.size() > 1 ? args.get(1) : null;
            }
            default ->
                    throw new IllegalArgumentException(
                            "method %s of a mapping is not supported".formatted(method));
        };
    }

    /// Pairs of key and value.
    static List<List<Object>> items(Map<?, ?> map) {
        return map.entrySet().stream().map(PythonObjects::pair).collect(Collectors.toList());
    }

    private static List<Object> pair(Entry<?, ?> entry) {
        return new ArrayList<>(Arrays.asList(entry.getKey(), entry.getValue()));
    }

    @SuppressWarnings("unchecked") // a list that the template made itself
    private static @Nullable Object append(Collection<?> list, @Nullable Object value) {
        ((Collection<@Nullable Object>) list).add(value);
        return null;
    }
}
