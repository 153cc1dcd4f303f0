package dev.passerelle.runtime;

import java.util.List;

/// What the text of a generation must look like, from its first character to its end. Every
/// finished text does; one that reached its length limit is the beginning of one that does.
public sealed interface Constraint {

    /// Any JSON object.
    record JsonObject() implements Constraint {}

    /// JSON that a JSON Schema (draft 2020-12, as JSON text) accepts.
    record JsonSchema(String schema) implements Constraint {}

    /// A regular expression that matches the whole text.
    record Regex(String pattern) implements Constraint {}

    /// A context-free grammar in extended Backus-Naur form; it starts at `root`.
    record Grammar(String ebnf) implements Constraint {}

    /// This text.
    record Literal(String text) implements Constraint {}

    /// One of these.
    record OneOf(List<Constraint> alternatives) implements Constraint {
        public OneOf {
            alternatives = List.copyOf(alternatives);
        }
    }

    /// One after another.
    record Sequence(List<Constraint> parts) implements Constraint {
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    /// From `least` to `most` times; `most` of -1 has no limit.
    record Repeated(Constraint part, int least, int most) implements Constraint {}

    /// Any text, in which what follows each occurrence of `trigger` looks like `after`.
    record Triggered(String trigger, Constraint after) implements Constraint {}
}
