package dev.passerelle.runtime.text.jinja;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a template that writes or changes variables.
@FunctionalInterface
interface Statement {

    /// How a statement ended.
    enum Ending {
        NORMAL,
        BREAK,
        CONTINUE
    }

    Ending run(Scope scope, StringBuilder out);

    /// Text outside all tags.
    record Text(String text) implements Statement {
        @Override
        public Ending run(Scope scope, StringBuilder out) {
            scope.rendering().write(out, text);
            return Ending.NORMAL;
        }
    }

    /// `{{ value }}`
    record Output(Expression value) implements Statement {
        @Override
        public Ending run(Scope scope, StringBuilder out) {
            scope.rendering().write(out, Values.text(value.evaluate(scope)));
            return Ending.NORMAL;
        }
    }

    /// One after another.
    record Block(List<Statement> parts) implements Statement {
        @Override
        public Ending run(Scope scope, StringBuilder out) {
            for (Statement part : parts) {
                Ending ending = part.run(scope, out);
                if (ending != Ending.NORMAL) {
                    return ending;
                }
            }
            return Ending.NORMAL;
        }

        String text(Scope scope) {
            StringBuilder text = new StringBuilder();
            run(scope, text);
            return text.toString();
        }
    }

    /// Says in which line something failed.
    record Placed(Statement statement, int line) implements Statement {
        @Override
        public Ending run(Scope scope, StringBuilder out) {
            scope.rendering().step();
            try {
                return statement.run(scope, out);
            } catch (TemplateException e) {
                throw e.at(line);
            } catch (IllegalArgumentException | ClassCastException | ArithmeticException e) {
                throw new TemplateException(String.valueOf(e.getMessage()), line);
            }
        }
    }

    /// `{% if %}` … `{% elif %}` … `{% else %}`
    record If(Expression condition, Block then, Statement otherwise) implements Statement {
        @Override
        public Ending run(Scope scope, StringBuilder out) {
            return Values.truth(condition.evaluate(scope))
                    ? then.run(scope, out)
                    : otherwise.run(scope, out);
        }
    }

    /// `{% for %}`; a body sees its own variables only, anew each time.
    record For(
            Target target,
            Expression values,
            @Nullable Expression condition,
            Block body,
            Block otherwise)
            implements Statement {
        @Override
        public Ending run(Scope scope, StringBuilder out) {
            List<Object> chosen = chosen(scope);
            for (int i = 0; i < chosen.size(); i++) {
                scope.rendering().step();
                Scope inner = scope.inner();
                inner.set("loop", new Loop(chosen, i));
                target.assign(inner, chosen.get(i));
                if (body.run(inner, out) == Ending.BREAK) {
                    return Ending.NORMAL;
                }
            }
            return chosen.isEmpty() ? otherwise.run(scope, out) : Ending.NORMAL;
        }

        private List<Object> chosen(Scope scope) {
            List<Object> all = Values.iterate(values.evaluate(scope));
            if (condition == null) {
                return all;
            }
            List<Object> chosen = new ArrayList<>();
            for (Object value : all) {
                Scope inner = scope.inner();
                target.assign(inner, value);
                if (Values.truth(condition.evaluate(inner))) {
                    chosen.add(value);
                }
            }
            return chosen;
        }
    }

    /// `{% set target = value %}`
    record Set(Target target, Expression value) implements Statement {
        @Override
        public Ending run(Scope scope, StringBuilder out) {
            target.assign(scope, value.evaluate(scope));
            return Ending.NORMAL;
        }
    }

    /// `{% set target %}` body `{% endset %}`; also `{% filter %}`, which writes the value.
    record Capture(@Nullable Target target, Block body, Expression filtered) implements Statement {

        /// The variable that [#filtered] finds the body's text in.
        static final String BODY = " body";

        @Override
        public Ending run(Scope scope, StringBuilder out) {
            Scope inner = scope.inner();
            inner.set(BODY, body.text(inner));
            Object value = filtered.evaluate(inner);
            if (target == null) {
                scope.rendering().write(out, Values.text(value));
            } else {
                target.assign(scope, value);
            }
            return Ending.NORMAL;
        }
    }

    /// A body with variables of its own: `{% generation %}`, `{% with %}`.
    record Inner(List<Set> variables, Block body) implements Statement {
        @Override
        public Ending run(Scope scope, StringBuilder out) {
            Scope inner = scope.inner();
            variables.forEach(each -> each.target().assign(inner, each.value().evaluate(scope)));
            return body.run(inner, out);
        }
    }

    /// `{% macro %}`
    record Define(Macro macro) implements Statement {
        @Override
        public Ending run(Scope scope, StringBuilder out) {
            scope.set(macro.name(), macro.in(scope, Undefined.name("caller")));
            return Ending.NORMAL;
        }
    }

    /// `{% call macro() %}` body `{% endcall %}`; the macro calls `caller()`.
    record CallWith(Expression.Call call, Macro body) implements Statement {
        @Override
        public Ending run(Scope scope, StringBuilder out) {
            Function caller = body.in(scope, Undefined.name("caller"));
            scope.rendering().write(out, Values.text(call.evaluate(scope, caller)));
            return Ending.NORMAL;
        }
    }
}
