package dev.passerelle.runtime.text.template;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/// Python's comparisons.
final class Comparisons {

    private Comparisons() {}

    static boolean holds(Object left, String operator, Object right) {
        return switch (operator) {
            case "==" -> equal(left, right);
            case "!=" -> !equal(left, right);
            case "in" -> contains(right, left);
            case "not in" -> !contains(right, left);
            case "<" -> order(left, operator, right) < 0;
            case "<=" -> order(left, operator, right) <= 0;
            case ">" -> order(left, operator, right) > 0;
            case ">=" -> order(left, operator, right) >= 0;
            default -> throw new TemplateException("unknown operator " + operator);
        };
    }

    static boolean equal(Object left, Object right) {
        Object a = number(left);
        Object b = number(right);
        return switch (a) {
            case Undefined _ -> b instanceof Undefined;
            case Long x when b instanceof Long y -> x.equals(y);
            case Number x when b instanceof Number y -> x.doubleValue() == y.doubleValue();
            case Collection<?> x when b instanceof Collection<?> y -> sameElements(x, y);
            case Map<?, ?> x when b instanceof Map<?, ?> y ->
                    x.size() == y.size()
                            && x.entrySet().stream()
                                    .allMatch(e ->
                                            y.containsKey(e.getKey())
                                                    && equal(e.getValue(), y.get(e.getKey())));
            default -> a.equals(b);
        };
    }

    private static boolean sameElements(Collection<?> a, Collection<?> b) {
        Iterator<?> other = b.iterator();
        return a.size() == b.size() && a.stream().allMatch(each -> equal(each, other.next()));
    }

    static boolean contains(Object container, Object value) {
        return switch (container) {
            case Undefined _ -> false;
            case String text when value instanceof String part -> text.contains(part);
            case Map<?, ?> map -> map.containsKey(value);
            case Collection<?> list -> list.stream().anyMatch(each -> equal(each, value));
            default ->
                    throw new TemplateException(
                            "argument of type '%s' is not iterable"
                                    .formatted(Values.type(container)));
        };
    }

    /// Negative if `left` comes first.
    static int order(Object left, String operator, Object right) {
        Object a = number(left);
        Object b = number(right);
        if (a instanceof Long x && b instanceof Long y) {
            return x.compareTo(y);
        }
        if (a instanceof Number x && b instanceof Number y) {
            return Double.compare(x.doubleValue(), y.doubleValue());
        }
        if (a instanceof String x && b instanceof String y) {
            return Arrays.compare(x.codePoints().toArray(), y.codePoints().toArray());
        }
        if (a instanceof Undefined(var complaint)) {
            throw new TemplateException(complaint);
        }
        throw new TemplateException(
                "'%s' not supported between instances of '%s' and '%s'"
                        .formatted(operator, Values.type(left), Values.type(right)));
    }

    private static Object number(Object value) {
        return value instanceof Boolean truth ? (Object) (truth ? 1L : 0L) : value;
    }
}
