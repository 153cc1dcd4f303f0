package dev.passerelle.runtime.text.template;

import java.util.List;
import java.util.Map;

/// The arguments of a call, filter or test.
record Arguments(List<Object> positional, Map<String, Object> named) {

    /// One by place or name, or what it is when missing.
    Object get(int index, String name, Object missing) {
        return index >= 0 && index < positional.size()
                ? positional.get(index)
                : named.getOrDefault(name, missing);
    }

    /// @throws TemplateException if it is missing
    Object need(int index, String name) {
        Object value = get(index, name, Undefined.name(name));
        if (value instanceof Undefined) {
            throw new TemplateException("argument '%s' is missing or undefined".formatted(name));
        }
        return value;
    }

    String text(int index, String name) {
        return Values.text(need(index, name));
    }

    int integer(int index, String name, int missing) {
        return get(index, name, None.NONE) instanceof Number n ? n.intValue() : missing;
    }

    Arguments skip(int count) {
        return new Arguments(
                positional.subList(Math.min(count, positional.size()), positional.size()), named);
    }
}
