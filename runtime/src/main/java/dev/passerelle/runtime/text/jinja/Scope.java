package dev.passerelle.runtime.text.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Variables of one part of a rendering, within those around it.
final class Scope {

    private final @Nullable Scope outer;
    private final Map<String, Object> variables = new HashMap<>();
    private final Rendering rendering;

    Scope(Rendering rendering, Map<String, Object> variables) {
        this.outer = null;
        this.rendering = rendering;
        this.variables.putAll(variables);
    }

    private Scope(Scope outer) {
        this.outer = outer;
        this.rendering = outer.rendering;
    }

    Scope inner() {
        return new Scope(this);
    }

    Rendering rendering() {
        return rendering;
    }

    Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Object value = scope.variables.get(name);
            if (value != null) {
                return value;
            }
        }
        Object global = Globals.ALL.get(name);
        return global == null ? Undefined.name(name) : global;
    }

    void set(String name, Object value) {
        variables.put(name, value);
    }
}
