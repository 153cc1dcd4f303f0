package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.InferenceException;
import java.util.ArrayList;
import java.util.List;

/// Regular expressions as ECMAScript and Python write them, without what is no regular language:
/// references back and looking around.
final class RegexParser {

    private static final Node ANYTHING =
            new Node.Repeat(new Node.Chars(CodePoints.ALL), 0, Node.UNLIMITED);
    private static final CodePoints ANY_BUT_LINE_ENDS = CodePoints.of("\n\r\u2028\u2029").not();
    private static final int MOST_NESTED = 100;
    private static final int MOST_REPEATED = 100_000;

    private final String pattern;
    private final CharacterClasses classes;
    private int at;
    private int depth;

    private RegexParser(String pattern) {
        this.pattern = pattern;
        this.classes = new CharacterClasses(pattern, this::refusal);
    }

    /// Texts that the pattern matches as a whole.
    ///
    /// @throws InferenceException.InvalidInput if it is damaged or can't be supported
    static Node whole(String pattern) {
        return new RegexParser(pattern).top(false);
    }

    /// Texts in which the pattern is found.
    ///
    /// @throws InferenceException.InvalidInput if it is damaged or can't be supported
    static Node found(String pattern) {
        return new RegexParser(pattern).top(true);
    }

    private Node top(boolean search) {
        List<Node> alternatives = new ArrayList<>();
        do {
            boolean fromStart = skip('^');
            Node node = sequence();
            boolean toEnd = skip('$');
            if (at < pattern.length() && peek() != '|') {
                throw refusal(peek() == ')' ? "unmatched )" : "$ within the pattern");
            }
            Node before = search && !fromStart ? ANYTHING : Node.EMPTY;
            Node after = search && !toEnd ? ANYTHING : Node.EMPTY;
            alternatives.add(Node.seq(before, node, after));
        } while (skip('|'));
        return alternatives.size() == 1 ? alternatives.getFirst() : new Node.Alt(alternatives);
    }

    private Node alternatives() {
        List<Node> alternatives = new ArrayList<>();
        do {
            alternatives.add(sequence());
        } while (skip('|'));
        return alternatives.size() == 1 ? alternatives.getFirst() : new Node.Alt(alternatives);
    }

    private Node sequence() {
        List<Node> parts = new ArrayList<>();
        while (at < pattern.length() && peek() != '|' && peek() != ')' && peek() != '$') {
            parts.add(repeated(atom()));
        }
        return parts.size() == 1 ? parts.getFirst() : new Node.Seq(parts);
    }

    private Node atom() {
        int c = pattern.codePointAt(at);
        return switch (c) {
            case '(' -> group();
            case '[' -> {
                CodePoints set = classes.bracket(at + 1);
                at = classes.end();
                yield new Node.Chars(set);
            }
            case '.' -> {
                at++;
                yield new Node.Chars(ANY_BUT_LINE_ENDS);
            }
            case '\\' -> {
                CodePoints set = classes.escape(at + 1);
                at = classes.end();
                yield new Node.Chars(set);
            }
            case '^' -> throw refusal("^ within the pattern");
            case '*', '+', '?' -> throw refusal("nothing to repeat");
            default -> {
                at += Character.charCount(c);
                yield Node.chars(c, c);
            }
        };
    }

    private Node group() {
        at++;
        if (skip('?')) {
            groupKind();
        }
        if (++depth > MOST_NESTED) {
            throw refusal("groups nested more than " + MOST_NESTED + " deep");
        }
        Node inner = alternatives();
        depth--;
        if (!skip(')')) {
            throw refusal(at < pattern.length() ? "$ within the pattern" : "missing )");
        }
        return inner;
    }

    private void groupKind() {
        if (skip(':')) {
            return;
        }
        skip('P');
        boolean named =
                at + 1 < pattern.length()
                        && peek() == '<'
                        && Character.isLetter(pattern.charAt(at + 1));
        int end = pattern.indexOf('>', at);
        if (!named || end < 0) {
            throw refusal("(?%s".formatted(at < pattern.length() ? peek() : ""));
        }
        at = end + 1;
    }

    private Node repeated(Node atom) {
        Node node = atom;
        while (at < pattern.length() && "*+?{".indexOf(peek()) >= 0) {
            int least = 0;
            int most = Node.UNLIMITED;
            switch (pattern.charAt(at++)) {
                case '+' -> least = 1;
                case '?' -> most = 1;
                case '{' -> {
                    least = count();
                    most = skip(',') ? (peek() == '}' ? most : count()) : least;
                    if (!skip('}') || most < least) {
                        throw refusal("a damaged {count}");
                    }
                }
                default -> {}
            }
            if (at < pattern.length() && peek() == '+') {
                throw refusal("a possessive repetition");
            }
            skip('?');
            node = new Node.Repeat(node, least, most);
        }
        return node;
    }

    private int count() {
        int from = at;
        while (at < pattern.length() && Character.digit(peek(), 10) >= 0 && at - from < 7) {
            at++;
        }
        if (from == at || at == pattern.length()) {
            throw refusal("a damaged {count}");
        }
        int count = Integer.parseInt(pattern.substring(from, at));
        if (count > MOST_REPEATED) {
            throw refusal("a count over " + MOST_REPEATED);
        }
        return count;
    }

    private char peek() {
        return pattern.charAt(at);
    }

    private boolean skip(char c) {
        if (at < pattern.length() && peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    private InferenceException refusal(String what) {
        return Refusal.because(
                "regular expression: %s is not supported or not well-formed (near character %d)"
                        .formatted(what, Math.max(at, classes.end()) + 1));
    }
}
