package dev.passerelle.runtime.text.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.fn.MacroFunction;
import com.hubspot.jinjava.objects.SafeString;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What may follow `is`.
final class Tests {

    /// Whether something holds of a value.
    @FunctionalInterface
    interface Rule {
        boolean holds(Object value, Arguments args);
    }

    /// As Jinjava wants it.
    private record Named(String getName, Rule rule) implements ExpTest {

        @Override
        public boolean evaluate(Object value, JinjavaInterpreter interpreter, Object... args) {
            return rule.holds(value, new Arguments(List.of(args), Map.of()));
        }
    }

    private static final Map<String, Rule> RULES =
            Map.ofEntries(
                    Map.entry("defined", (v, _) -> !(v instanceof Undefined)),
                    Map.entry("undefined", (v, _) -> v instanceof Undefined),
                    Map.entry("none", (v, _) -> v == None.NONE),
                    Map.entry("true", (v, _) -> v.equals(true)),
                    Map.entry("false", (v, _) -> v.equals(false)),
                    Map.entry("boolean", (v, _) -> v instanceof Boolean),
                    Map.entry("string", (v, _) -> v instanceof String || v instanceof SafeString),
                    Map.entry("number", (v, _) -> v instanceof Number || v instanceof Boolean),
                    Map.entry("integer", (v, _) -> v instanceof Number && !(v instanceof Double)),
                    Map.entry("float", (v, _) -> v instanceof Double),
                    Map.entry("mapping", (v, _) -> v instanceof Map),
                    Map.entry("sequence", (v, _) -> sequence(v)),
                    Map.entry("iterable", (v, _) -> sequence(v) || v instanceof Undefined),
                    Map.entry(
                            "callable",
                            (v, _) -> v instanceof Function || v instanceof MacroFunction),
                    Map.entry("in", (v, args) -> Comparisons.contains(args.need(0, "seq"), v)),
                    Map.entry("odd", (v, _) -> integer(v) % 2 != 0),
                    Map.entry("even", (v, _) -> integer(v) % 2 == 0),
                    Map.entry(
                            "divisibleby",
                            (v, args) -> integer(v) % args.integer(0, "num", 1) == 0),
                    Map.entry(
                            "lower",
                            (v, _) ->
                                    Values.text(v).equals(Values.text(v).toLowerCase(Locale.ROOT))),
                    Map.entry(
                            "upper",
                            (v, _) ->
                                    Values.text(v).equals(Values.text(v).toUpperCase(Locale.ROOT))),
                    Map.entry("sameas", (v, args) -> v.equals(args.need(0, "other"))),
                    Map.entry("equalto", compare("==")),
                    Map.entry("eq", compare("==")),
                    Map.entry("ne", compare("!=")),
                    Map.entry("lt", compare("<")),
                    Map.entry("lessthan", compare("<")),
                    Map.entry("le", compare("<=")),
                    Map.entry("gt", compare(">")),
                    Map.entry("greaterthan", compare(">")),
                    Map.entry("ge", compare(">=")));

    static final List<ExpTest> ALL =
            RULES.entrySet().stream()
                    .<ExpTest>map(each -> new Named(each.getKey(), each.getValue()))
                    .toList();

    private Tests() {}

    static Rule named(String name) {
        Rule rule = RULES.get(name);
        if (rule == null) {
            throw new TemplateException("No test named '%s'.".formatted(name));
        }
        return rule;
    }

    private static boolean sequence(Object value) {
        return value instanceof String || value instanceof Collection || value instanceof Map;
    }

    private static Rule compare(String operator) {
        return (value, args) -> Comparisons.holds(value, operator, args.get(0, "other", None.NONE));
    }

    private static long integer(Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw new TemplateException("'%s' is no number".formatted(Values.type(value)));
    }
}
