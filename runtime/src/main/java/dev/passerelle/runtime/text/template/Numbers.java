package dev.passerelle.runtime.text.template;

import com.hubspot.jinjava.objects.SafeString;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Python's arithmetic, and how it writes floats.
final class Numbers {

    private static final int LONGEST = 1 << 20;
    private static final long LARGEST_EXPONENT = 999;

    private Numbers() {}

    static Object calculate(Object left, String operator, Object right) {
        if (operator.equals("+") && text(left) && text(right)) {
            return Markup.joined(left, right);
        }
        if (operator.equals("+")
                && left instanceof Collection<?> a
                && right instanceof Collection<?> b) {
            if (a.size() + b.size() > LONGEST) {
                throw new TemplateException("the template makes too long a list");
            }
            List<Object> both = new ArrayList<>(a);
            both.addAll(b);
            return both;
        }
        if (operator.equals("*")
                && left instanceof String text
                && number(right) instanceof Long n) {
            return repeated(text, n);
        }
        if (operator.equals("*")
                && right instanceof String text
                && number(left) instanceof Long n) {
            return repeated(text, n);
        }
        if (number(left) instanceof Number a && number(right) instanceof Number b) {
            return a instanceof Long x && b instanceof Long y
                    ? integers(x, operator, y)
                    : floats(a.doubleValue(), operator, b.doubleValue());
        }
        throw unsupported(left, operator, right);
    }

    private static boolean text(Object value) {
        return value instanceof String || value instanceof SafeString;
    }

    private static TemplateException unsupported(Object left, String operator, Object right) {
        if (left instanceof Undefined(var complaint)) {
            return new TemplateException(complaint);
        }
        if (right instanceof Undefined(var complaint)) {
            return new TemplateException(complaint);
        }
        return new TemplateException(
                "unsupported operand type(s) for %s: '%s' and '%s'"
                        .formatted(operator, Values.type(left), Values.type(right)));
    }

    private static String repeated(String text, long times) {
        if (text.length() * Math.max(0, times) > LONGEST) {
            throw new TemplateException("the template repeats a text too often");
        }
        return text.repeat((int) Math.max(0, times));
    }

    private static Object number(Object value) {
        return value instanceof Boolean truth ? (Object) (truth ? 1L : 0L) : value;
    }

    private static Object integers(long a, String operator, long b) {
        return switch (operator) {
            case "+" -> Math.addExact(a, b);
            case "-" -> Math.subtractExact(a, b);
            case "*" -> Math.multiplyExact(a, b);
            case "/" -> {
                refuseZero((double) b);
                yield (double) a / (double) b;
            }
            case "//" -> Math.floorDiv(a, b);
            case "%" -> Math.floorMod(a, b);
            case "**" -> power(a, b);
            default -> throw new TemplateException("unknown operator " + operator);
        };
    }

    private static Object power(long a, long b) {
        if (b < 0) {
            return Math.pow((double) a, (double) b);
        }
        if (b > LARGEST_EXPONENT) {
            throw new TemplateException("an exponent of more than " + LARGEST_EXPONENT);
        }
        return Values.of(BigInteger.valueOf(a).pow((int) b));
    }

    private static Object floats(double a, String operator, double b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> {
                refuseZero(b);
                yield a / b;
            }
            case "//" -> Math.floor(a / b);
            case "%" -> a - b * Math.floor(a / b);
            case "**" -> Math.pow(a, b);
            default -> throw new TemplateException("unknown operator " + operator);
        };
    }

    private static void refuseZero(double divisor) {
        if (divisor == 0) {
            throw new TemplateException("division by zero");
        }
    }

    /// As Python's `repr`: the shortest digits that mean the number, with an exponent from 1e16 and
    /// below 1e-4.
    static String text(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = digits.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String mantissa = digits.movePointLeft(exponent).toPlainString();
        return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
