package dev.passerelle.runtime.constrained;

import static dev.passerelle.runtime.constrained.Node.alt;
import static dev.passerelle.runtime.constrained.Node.chars;
import static dev.passerelle.runtime.constrained.Node.optional;
import static dev.passerelle.runtime.constrained.Node.seq;

import dev.passerelle.runtime.constrained.Node.Repeat;
import dev.passerelle.runtime.constrained.Node.Text;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// Decimal spellings, without exponents, of the numbers on one side of a bound, and of multiples.
final class NumberTexts {

    private static final Node DIGITS = new Repeat(JsonText.DIGIT, 0, Node.UNLIMITED);
    private static final Node ZEROS = new Repeat(new Text("0"), 0, Node.UNLIMITED);
    private static final Node ANY_WHOLE = alt(new Text("0"), seq(JsonText.POSITIVE, DIGITS));
    private static final Node ANY_FRACTION =
            optional(seq(new Text("."), new Repeat(JsonText.DIGIT, 1, Node.UNLIMITED)));
    private static final Node ANY = seq(ANY_WHOLE, ANY_FRACTION);
    private static final Node MINUS = new Text("-");

    /// Integers of at most [JsonText#INTEGER_DIGITS] digits.
    static final Node INTEGER =
            alt(
                    new Text("0"),
                    seq(
                            optional(MINUS),
                            JsonText.POSITIVE,
                            new Repeat(JsonText.DIGIT, 0, JsonText.INTEGER_DIGITS - 1)));

    private NumberTexts() {}

    /// Numbers with at most so many digits after the point.
    static Node decimal(int fractionDigits) {
        Node fraction = seq(new Text("."), new Repeat(JsonText.DIGIT, 1, fractionDigits));
        return seq(
                optional(MINUS),
                JsonText.WHOLE,
                fractionDigits == 0 ? Node.EMPTY : optional(fraction));
    }

    static Node atLeast(BigDecimal bound, boolean exclusive) {
        return bound.signum() < 0
                ? alt(ANY, seq(MINUS, below(bound.negate(), exclusive)))
                : above(bound, exclusive);
    }

    static Node atMost(BigDecimal bound, boolean exclusive) {
        if (bound.signum() < 0) {
            return seq(MINUS, above(bound.negate(), exclusive));
        }
        Node negative = bound.signum() == 0 && exclusive ? above(BigDecimal.ZERO, true) : ANY;
        return alt(seq(MINUS, negative), below(bound, exclusive));
    }

    /// Not negative, from a bound up.
    private static Node above(BigDecimal bound, boolean exclusive) {
        BigInteger whole = bound.setScale(0, RoundingMode.FLOOR).unscaledValue();
        String fraction = fraction(bound);
        List<Node> all = new ArrayList<>();
        all.add(seq(wholeFrom(whole.add(BigInteger.ONE).toString()), ANY_FRACTION));
        Node more = seq(new Text("."), digitsFrom(fraction, exclusive));
        all.add(
                seq(
                        new Text(whole.toString()),
                        fraction.isEmpty() && !exclusive ? ANY_FRACTION : more));
        return new Node.Alt(all);
    }

    /// Not negative, up to a bound.
    private static Node below(BigDecimal bound, boolean exclusive) {
        BigInteger whole = bound.setScale(0, RoundingMode.FLOOR).unscaledValue();
        String fraction = fraction(bound);
        List<Node> all = new ArrayList<>();
        if (whole.signum() > 0) {
            all.add(seq(wholeTo(whole.subtract(BigInteger.ONE).toString()), ANY_FRACTION));
        }
        if (!fraction.isEmpty() || !exclusive) {
            Node less = seq(new Text("."), digitsTo(fraction, exclusive, true));
            all.add(seq(new Text(whole.toString()), optional(less)));
        }
        return new Node.Alt(all);
    }

    private static String fraction(BigDecimal bound) {
        BigDecimal rest = bound.remainder(BigDecimal.ONE).stripTrailingZeros();
        return rest.signum() == 0 ? "" : rest.toPlainString().substring(2);
    }

    private static Node wholeFrom(String least) {
        Node longer =
                seq(JsonText.POSITIVE, new Repeat(JsonText.DIGIT, least.length(), Node.UNLIMITED));
        return alt(longer, sameLengthFrom(least));
    }

    private static Node sameLengthFrom(String least) {
        if (least.isEmpty()) {
            return Node.EMPTY;
        }
        char d = least.charAt(0);
        int rest = least.length() - 1;
        Node same = seq(chars(d, d), sameLengthFrom(least.substring(1)));
        return d == '9'
                ? same
                : alt(same, seq(chars(d + 1, '9'), new Repeat(JsonText.DIGIT, rest, rest)));
    }

    private static Node wholeTo(String most) {
        List<Node> all = new ArrayList<>();
        all.add(new Text("0"));
        if (most.length() > 1) {
            all.add(seq(JsonText.POSITIVE, new Repeat(JsonText.DIGIT, 0, most.length() - 2)));
        }
        if (!most.equals("0")) {
            all.add(sameLengthTo(most, true));
        }
        return new Node.Alt(all);
    }

    private static Node sameLengthTo(String most, boolean first) {
        if (most.isEmpty()) {
            return Node.EMPTY;
        }
        char d = most.charAt(0);
        int least = first ? '1' : '0';
        int rest = most.length() - 1;
        Node same = seq(chars(d, d), sameLengthTo(most.substring(1), false));
        return d <= least
                ? same
                : alt(same, seq(chars(least, d - 1), new Repeat(JsonText.DIGIT, rest, rest)));
    }

    /// Digits after a point, as a fraction at least this.
    private static Node digitsFrom(String bound, boolean exclusive) {
        if (bound.isEmpty()) {
            return exclusive ? seq(ZEROS, JsonText.POSITIVE, DIGITS) : DIGITS;
        }
        char d = bound.charAt(0);
        Node same = seq(chars(d, d), digitsFrom(bound.substring(1), exclusive));
        return d == '9' ? same : alt(same, seq(chars(d + 1, '9'), DIGITS));
    }

    /// Digits after a point, as a fraction at most this.
    private static Node digitsTo(String bound, boolean exclusive, boolean first) {
        if (bound.isEmpty()) {
            Node zeros = new Repeat(new Text("0"), first ? 1 : 0, Node.UNLIMITED);
            return exclusive ? Node.NEVER : zeros;
        }
        char d = bound.charAt(0);
        List<Node> all = new ArrayList<>();
        all.add(seq(chars(d, d), digitsTo(bound.substring(1), exclusive, false)));
        if (d > '0') {
            all.add(seq(chars('0', d - 1), DIGITS));
        }
        if (!first) {
            all.add(Node.EMPTY);
        }
        return new Node.Alt(all);
    }

    /// Multiples of a divisor over ten to the power of `scale`, with as many digits after the point
    /// or fewer.
    static Node multiples(int divisor, int scale) {
        List<Node> all = new ArrayList<>();
        int factor = 1 % divisor;
        for (int digits = scale; digits >= 0; digits--) {
            Node whole = new Repeat(JsonText.DIGIT, 1, Node.UNLIMITED);
            Node fraction = new Repeat(JsonText.DIGIT, digits, digits);
            Node shape = digits == 0 ? whole : seq(whole, new Text("."), fraction);
            all.add(
                    CharAutomaton.of(remainders(divisor, factor))
                            .and(CharAutomaton.of(shape))
                            .node());
            factor = factor * 10 % divisor;
        }
        return seq(optional(MINUS), new Node.Alt(all));
    }

    /// Digits, a point among them or none, whose number times `factor` the divisor divides: a state
    /// for each remainder.
    private static Node remainders(int divisor, int factor) {
        List<Node.Vertex> vertices = new ArrayList<>();
        for (int remainder = 0; remainder < divisor; remainder++) {
            List<Node.Arrow> arrows = new ArrayList<>();
            arrows.add(new Node.Arrow(new Text("."), remainder));
            for (int digit = 0; digit < 10; digit++) {
                arrows.add(
                        new Node.Arrow(
                                chars('0' + digit, '0' + digit),
                                (remainder * 10 + digit) % divisor));
            }
            vertices.add(new Node.Vertex(arrows, remainder * factor % divisor == 0));
        }
        return new Node.Graph(vertices);
    }
}
