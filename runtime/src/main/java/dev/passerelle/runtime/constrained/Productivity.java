package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.constrained.Node.Presence;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Finds what no text can match, so that no automaton leads there.
final class Productivity {

    private Productivity() {}

    /// Marks all rules that `root` calls for which there is a text.
    static void mark(Rule root) {
        Set<Rule> rules = reachable(root);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Rule rule : rules) {
                if (!rule.productive() && productive(rule.body())) {
                    rule.markProductive();
                    changed = true;
                }
            }
        }
    }

    static boolean productive(Node node) {
        return switch (node) {
            case Node.OneByte _, Node.Text _, Node.Triggered _ -> true;
            case Node.Chars(CodePoints set) -> !set.isEmpty();
            case Node.Escaped(Node inner) -> productive(inner);
            case Node.Seq(List<Node> parts) -> parts.stream().allMatch(Productivity::productive);
            case Node.Alt(List<Node> alternatives) ->
                    alternatives.stream().anyMatch(Productivity::productive);
            case Node.Repeat(Node body, int least, _) -> least == 0 || productive(body);
            case Node.Call(Rule rule) -> rule.productive();
            case Node.Chain chain ->
                    chain.items().stream()
                            .allMatch(item ->
                                    item.presence() != Presence.ONCE || productive(item.node()));
            case Node.Graph graph -> graph.vertices().stream().anyMatch(Node.Vertex::accepting);
        };
    }

    /// `root` and all rules it calls that are not built yet.
    static Set<Rule> reachable(Rule root) {
        Set<Rule> found = new LinkedHashSet<>();
        Deque<Rule> open = new ArrayDeque<>();
        open.add(root);
        while (!open.isEmpty()) {
            Rule rule = open.remove();
            if (!rule.built() && found.add(rule)) {
                calls(rule.body(), open);
            }
        }
        return found;
    }

    private static void calls(Node node, Deque<Rule> into) {
        switch (node) {
            case Node.OneByte _, Node.Text _, Node.Chars _ -> {}
            case Node.Escaped(Node inner) -> calls(inner, into);
            case Node.Seq(List<Node> parts) -> parts.forEach(part -> calls(part, into));
            case Node.Alt(List<Node> alternatives) -> alternatives.forEach(a -> calls(a, into));
            case Node.Repeat(Node body, _, _) -> calls(body, into);
            case Node.Call(Rule rule) -> into.add(rule);
            case Node.Chain chain -> {
                calls(chain.separator(), into);
                chain.items().forEach(item -> calls(item.node(), into));
            }
            case Node.Graph graph ->
                    graph.vertices()
                            .forEach(vertex ->
                                    vertex.arrows().forEach(arrow -> calls(arrow.label(), into)));
            case Node.Triggered(_, Node after) -> calls(after, into);
        }
    }
}
