package dev.passerelle.runtime.text.template;

import com.hubspot.jinjava.objects.Namespace;
import com.hubspot.jinjava.objects.SafeString;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Python makes of a template's values: `None`, booleans, integers (`Long`), floats
/// (`Double`), strings, lists and mappings.
final class Values {

    private Values() {}

    /// A value of the caller as one of a template.
    static Object of(@Nullable Object value) {
        return switch (value) {
            case null -> None.NONE;
            case Integer i -> i.longValue();
            case Short i -> i.longValue();
            case Float f -> f.doubleValue();
            case BigInteger big when big.bitLength() < Long.SIZE -> big.longValue();
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, each) -> copy.put(String.valueOf(key), of(each)));
                yield copy;
            }
            case Collection<?> list -> {
                List<Object> copy = new ArrayList<>();
                list.forEach(each -> copy.add(of(each)));
                yield copy;
            }
            default -> value;
        };
    }

    static boolean truth(Object value) {
        return switch (value) {
            case Boolean truth -> truth;
            case None _, Undefined _ -> false;
            case String text -> !text.isEmpty();
            case SafeString safe -> !safe.getValue().isEmpty();
            case Number number -> number.doubleValue() != 0;
            case Collection<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    /// Python's `str(value)`.
    static String text(Object value) {
        return switch (value) {
            case String text -> text;
            case Undefined _ -> "";
            case SafeString safe -> safe.getValue();
            default -> repr(value);
        };
    }

    /// Python's `repr(value)`.
    static String repr(Object value) {
        StringBuilder out = new StringBuilder();
        repr(value, out);
        return out.toString();
    }

    private static void repr(Object value, StringBuilder out) {
        switch (value) {
            case None _ -> out.append("None");
            case Undefined _ -> out.append("Undefined");
            case Boolean truth -> out.append(truth ? "True" : "False");
            case Double number -> out.append(Numbers.text(number));
            case Number number -> out.append(number);
            case String text -> quote(text, out);
            case Collection<?> list -> {
                out.append('[');
                String separator = "";
                for (Object each : list) {
                    out.append(separator);
                    repr(each, out);
                    separator = ", ";
                }
                out.append(']');
            }
            case Map<?, ?> map -> {
                out.append('{');
                String separator = "";
                for (Map.Entry<?, ?> each : map.entrySet()) {
                    out.append(separator);
                    repr(each.getKey(), out);
                    out.append(": ");
                    repr(each.getValue(), out);
                    separator = ", ";
                }
                out.append('}');
            }
            default -> out.append('<').append(type(value)).append('>');
        }
    }

    private static void quote(String text, StringBuilder out) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '\n' -> out.append("\\n");
                        case '\r' -> out.append("\\r");
                        case '\t' -> out.append("\\t");
                        case '\\' -> out.append("\\\\");
                        default -> {
                            if (c == quote) {
                                out.append('\\').append(quote);
                            } else if (c < ' ' || c == 0x7F) {
                                out.append("\\x%02x".formatted(c));
                            } else {
                                out.appendCodePoint(c);
                            }
                        }
                    }
                });
        out.append(quote);
    }

    /// What a loop runs over.
    ///
    /// @throws TemplateException if that is nothing to loop over
    static List<Object> iterate(Object value) {
        return switch (value) {
            case Undefined _ -> List.of();
            case Collection<?> list -> List.copyOf(list);
            case Map<?, ?> map -> List.copyOf(map.keySet());
            case String text -> text.codePoints().<Object>mapToObj(Character::toString).toList();
            default ->
                    throw new TemplateException(
                            "'%s' object is not iterable".formatted(type(value)));
        };
    }

    /// Python's name for the type.
    static String type(Object value) {
        return switch (value) {
            case None _ -> "NoneType";
            case Undefined _ -> "Undefined";
            case Boolean _ -> "bool";
            case SafeString _ -> "Markup";
            case Double _ -> "float";
            case Number _ -> "int";
            case String _ -> "str";
            case Namespace _ -> "Namespace";
            case Map<?, ?> _ -> "dict";
            case Collection<?> _ -> "list";
            case Loop _ -> "LoopContext";
            default -> "function";
        };
    }
}
