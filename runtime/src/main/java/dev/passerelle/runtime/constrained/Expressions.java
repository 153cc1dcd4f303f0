package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.Constraint;

/// From constraints to expressions.
final class Expressions {

    private static final int MOST_NESTED = 50;

    private final int mostCharacters;
    private int depth;

    /// @param mostCharacters of one schema, pattern or grammar
    Expressions(int mostCharacters) {
        this.mostCharacters = mostCharacters;
    }

    Node of(Constraint constraint) {
        if (++depth > MOST_NESTED) {
            throw Refusal.because(
                    "The constraint is nested more than %d deep".formatted(MOST_NESTED));
        }
        Node node =
                switch (constraint) {
                    case Constraint.JsonObject() -> JsonText.call(JsonText.OBJECT);
                    case Constraint.JsonSchema(String schema) ->
                            new SchemaGrammar(sized(schema, "schema")).root();
                    case Constraint.Regex(String pattern) ->
                            RegexParser.whole(sized(pattern, "regular expression"));
                    case Constraint.Grammar(String ebnf) ->
                            new Node.Call(GrammarParser.parse(sized(ebnf, "grammar")));
                    case Constraint.Literal(String text) -> new Node.Text(sized(text, "text"));
                    case Constraint.OneOf(var alternatives) -> choice(alternatives);
                    case Constraint.Sequence(var parts) ->
                            new Node.Seq(parts.stream().map(this::of).toList());
                    case Constraint.Repeated(var part, int least, int most) ->
                            repeated(part, least, most);
                    case Constraint.Triggered(String trigger, var after) ->
                            triggered(trigger, after);
                };
        depth--;
        return node;
    }

    private Node choice(java.util.List<Constraint> alternatives) {
        if (alternatives.stream().allMatch(Constraint.Literal.class::isInstance)) {
            return Texts.of(
                    alternatives.stream().map(each -> ((Constraint.Literal) each).text()).toList());
        }
        return new Node.Alt(alternatives.stream().map(this::of).toList());
    }

    private Node repeated(Constraint part, int least, int most) {
        int limit = most == -1 ? Node.UNLIMITED : most;
        if (least < 0 || limit < least) {
            throw Refusal.because(
                    "A repetition from %d to %d times is impossible".formatted(least, most));
        }
        return new Node.Repeat(of(part), least, limit);
    }

    private Node triggered(String trigger, Constraint after) {
        if (trigger.isEmpty()) {
            throw Refusal.because("A trigger is empty");
        }
        return new Node.Triggered(trigger, of(after));
    }

    private String sized(String text, String what) {
        if (text.length() > mostCharacters) {
            throw Refusal.because(
                    "The %s has %d characters; at most %d are supported"
                            .formatted(what, text.length(), mostCharacters));
        }
        return text;
    }
}
