package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.constrained.Node.Presence;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Refuses rules that begin with themselves: the stack would grow without a byte being read.
final class LeftRecursion {

    private final Collection<Rule> rules;
    private final Set<Rule> nullable = new HashSet<>();
    private final Map<Rule, Set<Rule>> begins = new HashMap<>();

    private LeftRecursion(Collection<Rule> rules) {
        this.rules = rules;
    }

    /// @throws InferenceException.InvalidInput naming the first such rule
    static void refuse(Collection<Rule> rules) {
        new LeftRecursion(rules).refuse();
    }

    private void refuse() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Rule rule : rules) {
                changed |= nullable(rule.body()) && nullable.add(rule);
            }
        }
        for (Rule rule : rules) {
            Set<Rule> first = new LinkedHashSet<>();
            begins(rule.body(), first);
            begins.put(rule, first);
        }
        for (Rule rule : rules) {
            if (reaches(rule, rule, new HashSet<>())) {
                throw Refusal.because(
                        "grammar: rule '%s' begins with itself (left recursion): write it as a repetition, such as  list ::= item (\",\" item)*"
                                .formatted(rule.name()));
            }
        }
    }

    private boolean reaches(Rule from, Rule to, Set<Rule> seen) {
        for (Rule next : begins.getOrDefault(from, Set.of())) {
            if (next == to || (seen.add(next) && reaches(next, to, seen))) {
                return true;
            }
        }
        return false;
    }

    private boolean nullable(Node node) {
        return switch (node) {
            case Node.OneByte _, Node.Chars _ -> false;
            case Node.Text(String text) -> text.isEmpty();
            case Node.Escaped(Node inner) -> nullable(inner);
            case Node.Seq(List<Node> parts) -> parts.stream().allMatch(this::nullable);
            case Node.Alt(List<Node> alternatives) ->
                    alternatives.stream().anyMatch(this::nullable);
            case Node.Repeat(Node body, int least, _) -> least == 0 || nullable(body);
            case Node.Call(Rule rule) -> nullable.contains(rule);
            case Node.Chain chain ->
                    chain.items().stream().noneMatch(item -> item.presence() == Presence.ONCE);
            case Node.Graph graph -> graph.vertices().getFirst().accepting();
            case Node.Triggered _ -> true;
        };
    }

    private void begins(Node node, Set<Rule> into) {
        switch (node) {
            case Node.OneByte _, Node.Chars _, Node.Text _, Node.Graph _, Node.Triggered _ -> {}
            case Node.Escaped(Node inner) -> begins(inner, into);
            case Node.Seq(List<Node> parts) -> {
                for (Node part : parts) {
                    begins(part, into);
                    if (!nullable(part)) {
                        return;
                    }
                }
            }
            case Node.Alt(List<Node> alternatives) -> alternatives.forEach(a -> begins(a, into));
            case Node.Repeat(Node body, _, _) -> begins(body, into);
            case Node.Call(Rule rule) -> into.add(rule);
            case Node.Chain chain -> chain.items().forEach(item -> begins(item.node(), into));
        }
    }
}
