package dev.passerelle.runtime.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A part of a template that has a value.
@FunctionalInterface
interface Expression {

    Object evaluate(Scope scope);

    record Literal(Object value) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return value;
        }
    }

    record Name(String name) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return scope.get(name);
        }
    }

    /// `base.name`
    record Attribute(Expression base, String name) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return Members.attribute(base.evaluate(scope), name);
        }
    }

    /// `base[key]`
    record Item(Expression base, Expression key) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return Members.item(base.evaluate(scope), key.evaluate(scope));
        }
    }

    /// `base[from:to:step]`
    record Slice(Expression base, Expression from, Expression to, Expression step)
            implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return Slices.of(
                    base.evaluate(scope),
                    from.evaluate(scope),
                    to.evaluate(scope),
                    step.evaluate(scope));
        }
    }

    /// Arguments as written.
    record Given(List<Expression> positional, Map<String, Expression> named) {

        static final Given NOTHING = new Given(List.of(), Map.of());

        Arguments evaluate(Scope scope) {
            List<Object> values = new ArrayList<>();
            positional.forEach(each -> values.add(each.evaluate(scope)));
            Map<String, Object> names = new LinkedHashMap<>();
            named.forEach((name, each) -> names.put(name, each.evaluate(scope)));
            return new Arguments(values, names);
        }
    }

    /// `function(arguments)`
    record Call(Expression function, Given given) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return evaluate(scope, null);
        }

        /// @param caller passed as the argument `caller`
        Object evaluate(Scope scope, @Nullable Function caller) {
            Object called = function.evaluate(scope);
            Arguments arguments = given.evaluate(scope);
            if (caller != null) {
                arguments.named().put("caller", caller);
            }
            return switch (called) {
                case Function known -> known.call(arguments);
                case Globals.Timed timed -> timed.at(scope.rendering().now()).call(arguments);
                case Undefined(var complaint) -> throw new TemplateException(complaint);
                default ->
                        throw new TemplateException(
                                "'%s' object is not callable".formatted(Values.type(called)));
            };
        }
    }

    /// `value | filter(arguments)`
    record Filtered(Expression value, Filters.Filter filter, Given given) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return filter.apply(value.evaluate(scope), given.evaluate(scope));
        }
    }

    /// `value is test(arguments)`
    record Tested(Expression value, Tests.Test test, Given given, boolean negated)
            implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return test.holds(value.evaluate(scope), given.evaluate(scope)) != negated;
        }
    }

    record Not(Expression value) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return !Values.truth(value.evaluate(scope));
        }
    }

    /// Has the value that decides it, as in Python.
    record And(Expression left, Expression right) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object value = left.evaluate(scope);
            return Values.truth(value) ? right.evaluate(scope) : value;
        }
    }

    record Or(Expression left, Expression right) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object value = left.evaluate(scope);
            return Values.truth(value) ? value : right.evaluate(scope);
        }
    }

    record Conditional(Expression condition, Expression then, Expression otherwise)
            implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return Values.truth(condition.evaluate(scope))
                    ? then.evaluate(scope)
                    : otherwise.evaluate(scope);
        }
    }

    /// `first < second == third`: each pair holds.
    record Compared(Expression first, List<String> operators, List<Expression> others)
            implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object left = first.evaluate(scope);
            for (int i = 0; i < operators.size(); i++) {
                Object right = others.get(i).evaluate(scope);
                if (!Comparisons.holds(left, operators.get(i), right)) {
                    return false;
                }
                left = right;
            }
            return true;
        }
    }

    record Arithmetic(Expression left, String operator, Expression right) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return Numbers.calculate(left.evaluate(scope), operator, right.evaluate(scope));
        }
    }

    record Negated(Expression value) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return Numbers.calculate(0L, "-", value.evaluate(scope));
        }
    }

    /// `left ~ right`
    record Joined(List<Expression> parts) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            StringBuilder text = new StringBuilder();
            parts.forEach(part -> text.append(Values.text(part.evaluate(scope))));
            return text.toString();
        }
    }

    record ListOf(List<Expression> elements) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            List<Object> values = new ArrayList<>();
            elements.forEach(each -> values.add(each.evaluate(scope)));
            return values;
        }
    }

    record MapOf(List<Expression> keys, List<Expression> values) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                map.put(keys.get(i).evaluate(scope), values.get(i).evaluate(scope));
            }
            return map;
        }
    }
}
