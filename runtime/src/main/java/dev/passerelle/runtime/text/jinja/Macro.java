package dev.passerelle.runtime.text.jinja;

import java.util.List;

/// A part of a template that can be called and gives its text.
record Macro(String name, List<Parameter> parameters, Statement.Block body) {

    /// @param missing what it is if the caller leaves it out
    record Parameter(String name, Expression missing) {}

    /// @param scope where it is defined
    Function in(Scope scope, Object caller) {
        return args -> call(scope, args, caller);
    }

    private Object call(Scope defined, Arguments args, Object caller) {
        defined.rendering().enter();
        try {
            Scope scope = defined.inner();
            for (int i = 0; i < parameters.size(); i++) {
                Parameter parameter = parameters.get(i);
                Object given = args.get(i, parameter.name(), None.NONE);
                boolean missing =
                        i >= args.positional().size()
                                && !args.named().containsKey(parameter.name());
                scope.set(parameter.name(), missing ? parameter.missing().evaluate(scope) : given);
            }
            scope.set("caller", args.named().getOrDefault("caller", caller));
            return body.text(scope);
        } finally {
            defined.rendering().leave();
        }
    }
}
