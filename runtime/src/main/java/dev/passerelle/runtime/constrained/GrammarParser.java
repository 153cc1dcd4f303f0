package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.InferenceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Grammars in the form llama.cpp and XGrammar read (GBNF): `name ::= alternatives`, quoted texts,
/// `[classes]`, `.`, groups, `* + ? {m,n}`, comments from `#`. A rule goes on over line breaks
/// until the next `name ::=`.
final class GrammarParser {

    private static final int MOST_NESTED = 100;
    private static final int MOST_REPEATED = 100_000;

    private final String text;
    private final CharacterClasses classes;
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private int at;
    private int depth;

    private GrammarParser(String text) {
        this.text = text;
        this.classes = new CharacterClasses(text, this::refusal);
    }

    /// The rule `root`.
    ///
    /// @throws InferenceException.InvalidInput if it is damaged, or a rule is missing or begins
    ///   with itself
    static Rule parse(String grammar) {
        return new GrammarParser(grammar).grammar();
    }

    private Rule grammar() {
        skipSpace();
        while (at < text.length()) {
            Rule rule = rule(name());
            if (rule.defined()) {
                throw refusal("rule '%s', defined twice,".formatted(rule.name()));
            }
            skipSpace();
            if (!skip("::=")) {
                throw refusal("'%s' without ::=".formatted(rule.name()));
            }
            skipSpace();
            rule.define(alternatives());
        }
        for (Rule rule : rules.values()) {
            if (!rule.defined()) {
                throw Refusal.because(
                        "grammar: rule '%s' is used but not defined".formatted(rule.name()));
            }
        }
        Rule root = rules.get("root");
        if (root == null) {
            throw Refusal.because("grammar: there is no rule 'root'");
        }
        LeftRecursion.refuse(rules.values());
        return root;
    }

    private Rule rule(String name) {
        return rules.computeIfAbsent(name, Rule::new);
    }

    private Node alternatives() {
        List<Node> alternatives = new ArrayList<>();
        do {
            skipSpace();
            alternatives.add(sequence());
        } while (skip("|"));
        return alternatives.size() == 1 ? alternatives.getFirst() : new Node.Alt(alternatives);
    }

    private Node sequence() {
        List<Node> parts = new ArrayList<>();
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            if (startsRule()) {
                break;
            }
            parts.add(repeated(atom()));
            skipSpace();
        }
        return parts.size() == 1 ? parts.getFirst() : new Node.Seq(parts);
    }

    private boolean startsRule() {
        int from = at;
        boolean starts = false;
        if (isNamePart(text.charAt(at))) {
            name();
            skipSpace();
            starts = text.startsWith("::=", at);
        }
        at = from;
        return starts;
    }

    private Node atom() {
        char c = text.charAt(at);
        return switch (c) {
            case '"', '\'' -> quoted(c);
            case '[' -> {
                CodePoints set = classes.bracket(at + 1);
                at = classes.end();
                yield new Node.Chars(set);
            }
            case '.' -> {
                at++;
                yield new Node.Chars(CodePoints.ALL);
            }
            case '(' -> group();
            default -> new Node.Call(rule(name()));
        };
    }

    private Node quoted(char quote) {
        at++;
        List<Node> characters = new ArrayList<>();
        while (at < text.length() && text.charAt(at) != quote) {
            int c = text.codePointAt(at);
            if (c == '\n') {
                throw refusal("a text over a line break");
            }
            if (c == '\\') {
                characters.add(new Node.Chars(classes.escape(at + 1)));
                at = classes.end();
            } else {
                characters.add(Node.chars(c, c));
                at += Character.charCount(c);
            }
        }
        if (!skip(String.valueOf(quote))) {
            throw refusal("a text without end");
        }
        return new Node.Seq(characters);
    }

    private Node group() {
        at++;
        if (++depth > MOST_NESTED) {
            throw refusal("groups nested more than " + MOST_NESTED + " deep");
        }
        Node inner = alternatives();
        depth--;
        if (!skip(")")) {
            throw refusal("a group without )");
        }
        return inner;
    }

    private Node repeated(Node atom) {
        Node node = atom;
        while (at < text.length() && "*+?{".indexOf(text.charAt(at)) >= 0) {
            node =
                    switch (text.charAt(at++)) {
                        case '*' -> new Node.Repeat(node, 0, Node.UNLIMITED);
                        case '+' -> new Node.Repeat(node, 1, Node.UNLIMITED);
                        case '?' -> Node.optional(node);
                        default -> counted(node);
                    };
        }
        return node;
    }

    private Node counted(Node node) {
        int least = count();
        int most = least;
        skipSpace();
        if (skip(",")) {
            skipSpace();
            most = text.startsWith("}", at) ? Node.UNLIMITED : count();
            skipSpace();
        }
        if (!skip("}") || most < least) {
            throw refusal("a damaged {count}");
        }
        return new Node.Repeat(node, least, most);
    }

    private int count() {
        skipSpace();
        int from = at;
        while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0 && at - from < 7) {
            at++;
        }
        int count = from == at ? -1 : Integer.parseInt(text.substring(from, at));
        if (count < 0 || count > MOST_REPEATED) {
            throw refusal("a damaged {count}, or one over " + MOST_REPEATED);
        }
        return count;
    }

    private String name() {
        int from = at;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        if (from == at) {
            throw refusal("'%s'".formatted(Character.toString(text.codePointAt(at))));
        }
        return text.substring(from, at);
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_';
    }

    private void skipSpace() {
        while (at < text.length()) {
            if (text.charAt(at) == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else {
                return;
            }
        }
    }

    private boolean skip(String token) {
        boolean there = text.startsWith(token, at);
        at += there ? token.length() : 0;
        return there;
    }

    private InferenceException refusal(String what) {
        long line =
                1
                        + text.substring(0, Math.min(at, text.length()))
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
        return Refusal.because(
                "grammar: %s is not supported or not well-formed (line %d)".formatted(what, line));
    }
}
