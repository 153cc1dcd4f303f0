package dev.passerelle.runtime.constrained;

import static dev.passerelle.runtime.constrained.Node.alt;
import static dev.passerelle.runtime.constrained.Node.chars;
import static dev.passerelle.runtime.constrained.Node.optional;
import static dev.passerelle.runtime.constrained.Node.seq;

import dev.passerelle.runtime.constrained.Node.Alt;
import dev.passerelle.runtime.constrained.Node.Call;
import dev.passerelle.runtime.constrained.Node.Chain;
import dev.passerelle.runtime.constrained.Node.Chars;
import dev.passerelle.runtime.constrained.Node.Item;
import dev.passerelle.runtime.constrained.Node.Presence;
import dev.passerelle.runtime.constrained.Node.Repeat;
import dev.passerelle.runtime.constrained.Node.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// JSON (RFC 8259) as models write it: little white space, numbers that a double can hold, no lone
/// surrogates. Its rules are shared by all constraints of a model.
final class JsonText {

    /// Digits of an integer and of a number's integer part.
    static final int INTEGER_DIGITS = 18;

    /// Digits after the point.
    static final int FRACTION_DIGITS = 16;

    private static final int INDENT = 40;
    private static final String SHORT_ESCAPED = "\"\\\b\f\n\r\t";
    private static final String SHORT_NAMES = "\"\\bfnrt";
    private static final CodePoints RAW = CodePoints.of(0, 0x1F).or(CodePoints.of("\"\\")).not();

    /// Nothing, one space, or a line break and indentation.
    static final Rule SPACE =
            rule(
                    "space",
                    optional(
                            alt(
                                    new Text(" "),
                                    seq(
                                            new Text("\n"),
                                            alt(
                                                    new Repeat(new Text(" "), 0, INDENT),
                                                    new Repeat(new Text("\t"), 1, INDENT / 2))))));

    static final Node DIGIT = chars('0', '9');
    static final Node POSITIVE = chars('1', '9');

    /// Without leading zeros, not negative.
    static final Node WHOLE =
            alt(new Text("0"), seq(POSITIVE, new Repeat(DIGIT, 0, INTEGER_DIGITS - 1)));

    static final Rule INTEGER =
            rule(
                    "integer",
                    alt(
                            new Text("0"),
                            seq(
                                    optional(new Text("-")),
                                    POSITIVE,
                                    new Repeat(DIGIT, 0, INTEGER_DIGITS - 1))));

    static final Node FRACTION = seq(new Text("."), new Repeat(DIGIT, 1, FRACTION_DIGITS));

    /// Up to 289: no number overflows a double.
    static final Node EXPONENT =
            seq(
                    new Chars(CodePoints.of("eE")),
                    optional(new Chars(CodePoints.of("+-"))),
                    alt(
                            new Repeat(DIGIT, 1, 2),
                            seq(new Text("1"), DIGIT, DIGIT),
                            seq(new Text("2"), chars('0', '8'), DIGIT)));

    static final Rule NUMBER =
            rule(
                    "number",
                    seq(optional(new Text("-")), WHOLE, optional(FRACTION), optional(EXPONENT)));

    private static final Node HEX = new Chars(CodePoints.of("0123456789abcdefABCDEF"));

    /// A character of a string, in any way to write it.
    static final Node CHARACTER =
            alt(
                    new Chars(RAW),
                    seq(
                            new Text("\\"),
                            alt(
                                    new Chars(CodePoints.of("\"\\/bfnrt")),
                                    seq(new Text("u"), unicodeEscape()))));

    /// Any string.
    static final Rule STRING =
            rule("string", seq(new Text("\""), new Repeat(CHARACTER, 0, Node.UNLIMITED), quote()));

    /// Any value.
    static final Rule VALUE = new Rule("value");

    static final Rule OBJECT = rule("object", object(List.of(member(call(STRING), call(VALUE)))));
    static final Rule ARRAY =
            rule("array", array(List.of(new Item(call(VALUE), Presence.ANY_TIMES))));

    static {
        VALUE.define(
                alt(
                        call(STRING),
                        call(NUMBER),
                        call(OBJECT),
                        call(ARRAY),
                        new Text("true"),
                        new Text("false"),
                        new Text("null")));
        Productivity.mark(VALUE);
        Productivity.mark(INTEGER);
        new AutomatonBuilder(true).build(VALUE);
        new AutomatonBuilder(true).build(INTEGER);
    }

    private JsonText() {}

    static Node call(Rule rule) {
        return new Call(rule);
    }

    private static Rule rule(String name, Node body) {
        Rule rule = new Rule(name);
        rule.define(body);
        return rule;
    }

    private static Node quote() {
        return new Text("\"");
    }

    /// A string whose characters are these.
    static Node string(Node characters) {
        return seq(quote(), new Node.Escaped(characters), quote());
    }

    /// An object of these members, in this order.
    static Node object(List<Item> members) {
        return enclosed("{", new Chain(members, comma()), "}");
    }

    /// An array of these items.
    static Node array(List<Item> items) {
        return enclosed("[", new Chain(items, comma()), "]");
    }

    static Node comma() {
        return seq(new Text(","), call(SPACE));
    }

    /// So many of the same between brackets.
    static Node items(String left, Node item, int least, int most, String right) {
        if (most == 0) {
            return enclosed(left, Node.EMPTY, right);
        }
        Node more =
                new Repeat(
                        seq(comma(), item),
                        Math.max(0, least - 1),
                        most == Node.UNLIMITED ? most : most - 1);
        Node all = seq(item, more);
        return enclosed(left, least == 0 ? optional(all) : all, right);
    }

    static Node enclosed(String left, Node content, String right) {
        return seq(new Text(left), call(SPACE), content, call(SPACE), new Text(right));
    }

    private static Item member(Node key, Node value) {
        return new Item(member(key, value, true), Presence.ANY_TIMES);
    }

    /// A key, as JSON writes it, and its value.
    static Node member(Node key, Node value, boolean spaced) {
        return spaced
                ? seq(key, new Text(":"), optional(new Text(" ")), value)
                : seq(key, new Text(":"), value);
    }

    /// Characters of a set as a string writes them: as they are, else in their shortest escape.
    static Node escaped(CodePoints set) {
        List<Node> alternatives = new ArrayList<>();
        alternatives.add(Utf8.of(set.and(RAW)));
        for (int c = 0; c < 0x20; c++) {
            if (set.contains(c) && SHORT_ESCAPED.indexOf(c) < 0) {
                alternatives.add(hexEscape(c));
            }
        }
        StringBuilder shorts = new StringBuilder();
        for (int i = 0; i < SHORT_ESCAPED.length(); i++) {
            if (set.contains(SHORT_ESCAPED.charAt(i))) {
                shorts.append(SHORT_NAMES.charAt(i));
            }
        }
        alternatives.add(seq(new Text("\\"), Utf8.of(CodePoints.of(shorts.toString()))));
        return new Alt(alternatives);
    }

    private static Node hexEscape(int c) {
        String digit = Integer.toHexString(c & 0xF);
        return seq(
                new Text("\\u00" + (c >> 4)),
                Utf8.of(CodePoints.of(digit + digit.toUpperCase(Locale.ROOT))));
    }

    /// Four digits of a character, or those of a pair of surrogates.
    private static Node unicodeEscape() {
        Node notD = new Chars(CodePoints.of("0123456789abcefABCEF"));
        Node d = new Chars(CodePoints.of("dD"));
        Node high = new Chars(CodePoints.of("89abAB"));
        Node low = new Chars(CodePoints.of("cdefCDEF"));
        return alt(
                seq(notD, HEX, HEX, HEX),
                seq(d, chars('0', '7'), HEX, HEX),
                seq(d, high, HEX, HEX, new Text("\\u"), d, low, HEX, HEX));
    }
}
