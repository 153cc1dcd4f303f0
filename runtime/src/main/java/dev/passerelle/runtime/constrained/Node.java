package dev.passerelle.runtime.constrained;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// A set of texts, as an expression.
sealed interface Node {

    /// The highest count of a repetition that has no limit.
    int UNLIMITED = Integer.MAX_VALUE;

    /// The empty text.
    Node EMPTY = new Seq(List.of());

    /// No text at all.
    Node NEVER = new Alt(List.of());

    /// One byte from `low` to `high`.
    record OneByte(int low, int high) implements Node {}

    /// This text.
    record Text(String text) implements Node {
        byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /// One of these characters, in UTF-8.
    record Chars(CodePoints set) implements Node {}

    /// Characters as a JSON string writes them. Only of [Text], [Chars] and what combines them.
    record Escaped(Node node) implements Node {}

    record Seq(List<Node> parts) implements Node {}

    record Alt(List<Node> alternatives) implements Node {}

    record Repeat(Node node, int least, int most) implements Node {}

    record Call(Rule rule) implements Node {}

    /// Items in this order with a separator between those that are there.
    record Chain(List<Item> items, Node separator) implements Node {}

    /// An item of a chain.
    record Item(Node node, Presence presence) {}

    /// How often an item of a chain is there.
    enum Presence {
        ONCE,
        AT_MOST_ONCE,
        ANY_TIMES
    }

    /// An automaton that starts in its first state.
    record Graph(List<Vertex> vertices) implements Node {}

    /// A state of a graph.
    record Vertex(List<Arrow> arrows, boolean accepting) {}

    /// From a state of a graph to another, over a text of `label`.
    record Arrow(Node label, int target) {}

    /// Any bytes, in which `after` follows each occurrence of `trigger`.
    record Triggered(String trigger, Node after) implements Node {}

    static Node seq(Node... parts) {
        return new Seq(List.of(parts));
    }

    static Node alt(Node... alternatives) {
        return new Alt(List.of(alternatives));
    }

    static Node optional(Node node) {
        return new Repeat(node, 0, 1);
    }

    static Node chars(int low, int high) {
        return new Chars(CodePoints.of(low, high));
    }
}
