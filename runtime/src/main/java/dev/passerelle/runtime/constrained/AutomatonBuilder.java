package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.constrained.Node.Presence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Builds automata of rules, each expression in front of the state that follows it.
final class AutomatonBuilder {

    private static final int MOST_STATES = 400_000;

    /// Copies up to which a counted repetition is written out.
    private static final int MOST_COPIES = 3;

    private final boolean shared;
    private final Deque<Rule> open = new ArrayDeque<>();
    private int states;

    /// @param shared whether all constraints of a model share what is built
    AutomatonBuilder(boolean shared) {
        this.shared = shared;
    }

    /// The rule's automaton, and those of all rules it calls.
    State build(Rule rule) {
        State start = startOf(rule);
        while (!open.isEmpty()) {
            Rule next = open.remove();
            State end = state();
            end.end = true;
            State body = build(next.body(), end, false);
            next.start().free.add(body);
        }
        return start;
    }

    private State startOf(Rule rule) {
        if (!rule.built()) {
            rule.startsAt(state());
            open.add(rule);
        }
        return rule.start();
    }

    private State state() {
        if (++states > MOST_STATES) {
            throw Refusal.because(
                    "The constraint is too large: more than %d states; make it smaller"
                            .formatted(MOST_STATES));
        }
        return new State(shared);
    }

    private State build(Node node, State next, boolean escaped) {
        return switch (node) {
            case Node.OneByte(int low, int high) -> reading(low, high, next);
            case Node.Text text -> build(text, next, escaped);
            case Node.Chars(CodePoints set) ->
                    build(escaped ? JsonText.escaped(set) : Utf8.of(set), next, false);
            case Node.Escaped(Node inner) -> build(inner, next, true);
            case Node.Seq(List<Node> parts) -> {
                State state = next;
                for (Node part : parts.reversed()) {
                    state = build(part, state, escaped);
                }
                yield state;
            }
            case Node.Alt(List<Node> alternatives) -> fork(alternatives, next, escaped);
            case Node.Repeat repeat -> build(repeat, next, escaped);
            case Node.Call(Rule rule) -> {
                State call = state();
                call.call = rule;
                call.after = next;
                startOf(rule);
                yield call;
            }
            case Node.Chain chain -> build(chain, next);
            case Node.Graph graph -> build(graph, next, escaped);
            case Node.Triggered triggered -> build(triggered, next);
        };
    }

    private State reading(int low, int high, State next) {
        State state = state();
        state.reads(low, high, next);
        return state;
    }

    private State build(Node.Text text, State next, boolean escaped) {
        if (escaped) {
            List<Node> characters =
                    text.text().codePoints().mapToObj(c -> Node.chars(c, c)).toList();
            return build(new Node.Seq(characters), next, true);
        }
        State state = next;
        byte[] bytes = text.bytes();
        for (int i = bytes.length - 1; i >= 0; i--) {
            state = reading(bytes[i] & 0xFF, bytes[i] & 0xFF, state);
        }
        return state;
    }

    /// Alternatives of single bytes share a state, so that a large set of characters costs one
    /// place.
    private State fork(List<Node> alternatives, State next, boolean escaped) {
        State fork = state();
        for (Node alternative : alternatives) {
            if (!Productivity.productive(alternative)) {
                continue;
            }
            switch (alternative) {
                case Node.OneByte(int low, int high) -> fork.reads(low, high, next);
                case Node.Seq(List<Node> parts)
                        when parts.size() == 2 && parts.getFirst() instanceof Node.OneByte first ->
                        fork.reads(
                                first.low(), first.high(), build(parts.getLast(), next, escaped));
                default -> fork.free.add(build(alternative, next, escaped));
            }
        }
        return fork;
    }

    private State build(Node.Repeat repeat, State next, boolean escaped) {
        Node body = repeat.node();
        int least = repeat.least();
        int most = repeat.most();
        if (most == 0 || (least == 0 && !Productivity.productive(body))) {
            return next;
        }
        if (most == Node.UNLIMITED && least <= 1) {
            State again = state();
            State start = build(body, again, escaped);
            again.free.add(start);
            again.free.add(next);
            return least == 0 ? again : start;
        }
        return most <= MOST_COPIES
                ? copies(repeat, next, escaped)
                : loop(body, least, most, next, escaped);
    }

    private State copies(Node.Repeat repeat, State next, boolean escaped) {
        State state = next;
        for (int i = repeat.most(); i > 0; i--) {
            State copy = build(repeat.node(), state, escaped);
            if (i > repeat.least()) {
                State fork = state();
                fork.free.add(copy);
                fork.free.add(next);
                copy = fork;
            }
            state = copy;
        }
        return state;
    }

    private State loop(Node body, int least, int most, State next, boolean escaped) {
        State round = state();
        State start = state();
        start.free.add(build(body, round, escaped));
        int room = most == Node.UNLIMITED ? Frame.MANY : most;
        State.Loop loop = new State.Loop(least, room, start, next);
        round.repeated = loop;
        State entry = state();
        entry.entered = loop;
        return entry;
    }

    private State build(Node.Chain chain, State next) {
        State later = next;
        State first = next;
        for (Node.Item item : chain.items().reversed()) {
            if (item.presence() != Presence.ONCE && !Productivity.productive(item.node())) {
                continue;
            }
            State behind = later;
            boolean repeated = item.presence() == Presence.ANY_TIMES;
            boolean needed = item.presence() == Presence.ONCE;
            State rest = state();
            rest.free.add(
                    build(
                            Node.seq(chain.separator(), item.node()),
                            repeated ? rest : behind,
                            false));
            State begin = state();
            begin.free.add(build(item.node(), repeated ? rest : behind, false));
            if (!needed) {
                rest.free.add(behind);
                begin.free.add(first);
            }
            later = rest;
            first = begin;
        }
        return first;
    }

    private State build(Node.Graph graph, State next, boolean escaped) {
        List<State> built = new ArrayList<>();
        graph.vertices().forEach(_ -> built.add(state()));
        for (int i = 0; i < built.size(); i++) {
            Node.Vertex vertex = graph.vertices().get(i);
            for (Node.Arrow arrow : vertex.arrows()) {
                built.get(i).free.add(build(arrow.label(), built.get(arrow.target()), escaped));
            }
            if (vertex.accepting()) {
                built.get(i).free.add(next);
            }
        }
        return built.getFirst();
    }

    /// The automaton of Knuth, Morris and Pratt: a state for each length of the trigger that was
    /// read last.
    private State build(Node.Triggered triggered, State next) {
        byte[] trigger = new Node.Text(triggered.trigger()).bytes();
        List<State> read = new ArrayList<>();
        for (int i = 0; i < trigger.length; i++) {
            read.add(state());
            read.get(i).free.add(next);
        }
        State found = build(triggered.after(), read.getFirst(), false);
        for (int i = 0; i < trigger.length; i++) {
            for (int b = 0; b < 256; b++) {
                int length = overlap(trigger, i, b);
                read.get(i).reads(b, b, length == trigger.length ? found : read.get(length));
            }
        }
        return read.getFirst();
    }

    /// Longest beginning of the trigger that its first `length` bytes and then `last` end with.
    private static int overlap(byte[] trigger, int length, int last) {
        for (int n = length + 1; n > 0; n--) {
            boolean same = (trigger[n - 1] & 0xFF) == last;
            for (int i = 0; same && i < n - 1; i++) {
                same = trigger[i] == trigger[length - n + 1 + i];
            }
            if (same) {
                return n;
            }
        }
        return 0;
    }
}
