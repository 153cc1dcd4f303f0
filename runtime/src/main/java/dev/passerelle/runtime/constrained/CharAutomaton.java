package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.constrained.CodePoints.Range;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;

/// A deterministic automaton over characters: for what is to match two expressions at once, or one
/// and not another..
final class CharAutomaton {

    private static final int MOST_STATES = 4_000;

    /// Of a state: where characters up to each bound lead, over all characters.
    private final List<List<Step>> steps;

    private final BitSet accepting;

    /// Characters up to `high`, from behind those of the step before.
    private record Step(int high, int target) {}

    private CharAutomaton(List<List<Step>> steps, BitSet accepting) {
        this.steps = steps;
        this.accepting = accepting;
    }

    /// @param node without calls
    /// @throws InferenceException.InvalidInput if it has too many states
    static CharAutomaton of(Node node) {
        Nondeterministic source = new Nondeterministic();
        int start = source.build(node, source.end);
        Map<BitSet, Integer> known = new HashMap<>();
        List<BitSet> open = new ArrayList<>();
        BitSet first = source.closed(List.of(start));
        known.put(first, 0);
        open.add(first);
        List<List<Step>> steps = new ArrayList<>();
        BitSet accepting = new BitSet();
        for (int i = 0; i < open.size(); i++) {
            BitSet set = open.get(i);
            accepting.set(i, set.get(source.end));
            List<Step> out = new ArrayList<>();
            for (int high : source.bounds(set)) {
                BitSet next = source.after(set, high);
                Integer target = known.get(next);
                if (target == null) {
                    target = open.size();
                    known.put(next, target);
                    open.add(next);
                    refuseIfLarge(open.size());
                }
                out.add(new Step(high, target));
            }
            steps.add(out);
        }
        return new CharAutomaton(steps, accepting);
    }

    CharAutomaton and(CharAutomaton other) {
        return combined(other, (a, b) -> a && b);
    }

    CharAutomaton minus(CharAutomaton other) {
        return combined(other, (a, b) -> a && !b);
    }

    boolean matches(String text) {
        int state = 0;
        for (int c : text.codePoints().toArray()) {
            state = target(state, c);
        }
        return accepting.get(state);
    }

    boolean matchesNothing() {
        return !useful().get(0);
    }

    /// The same as an expression, without states that lead nowhere.
    Node node() {
        BitSet useful = useful();
        if (!useful.get(0)) {
            return Node.NEVER;
        }
        int[] names = new int[steps.size()];
        for (int state = 0, name = 0; state < steps.size(); state++) {
            names[state] = useful.get(state) ? name++ : -1;
        }
        List<Node.Vertex> vertices = new ArrayList<>();
        for (int state = 0; state < steps.size(); state++) {
            if (useful.get(state)) {
                vertices.add(new Node.Vertex(arrows(state, names), accepting.get(state)));
            }
        }
        return new Node.Graph(vertices);
    }

    private List<Node.Arrow> arrows(int state, int[] names) {
        Map<Integer, CodePoints> labels = new HashMap<>();
        int low = 0;
        for (Step step : steps.get(state)) {
            if (names[step.target] >= 0) {
                labels.merge(names[step.target], CodePoints.of(low, step.high), CodePoints::or);
            }
            low = step.high + 1;
        }
        List<Node.Arrow> arrows = new ArrayList<>();
        labels.forEach((target, set) -> arrows.add(new Node.Arrow(new Node.Chars(set), target)));
        return arrows;
    }

    /// States from which an accepting one can be reached.
    private BitSet useful() {
        BitSet useful = (BitSet) accepting.clone();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int state = 0; state < steps.size(); state++) {
                if (!useful.get(state)
                        && steps.get(state).stream().anyMatch(step -> useful.get(step.target))) {
                    useful.set(state);
                    changed = true;
                }
            }
        }
        return useful;
    }

    private int target(int state, int c) {
        for (Step step : steps.get(state)) {
            if (c <= step.high) {
                return step.target;
            }
        }
        throw new IllegalStateException("A state without a way for character " + c);
    }

    private CharAutomaton combined(CharAutomaton other, BinaryOperator<Boolean> accepts) {
        Map<Long, Integer> known = new HashMap<>();
        List<Long> open = new ArrayList<>();
        known.put(0L, 0);
        open.add(0L);
        List<List<Step>> both = new ArrayList<>();
        BitSet accepting = new BitSet();
        for (int i = 0; i < open.size(); i++) {
            int a = (int) (open.get(i) >>> 32);
            int b = (int) (long) open.get(i);
            accepting.set(i, accepts.apply(this.accepting.get(a), other.accepting.get(b)));
            TreeSet<Integer> bounds = new TreeSet<>();
            steps.get(a).forEach(step -> bounds.add(step.high));
            other.steps.get(b).forEach(step -> bounds.add(step.high));
            List<Step> out = new ArrayList<>();
            for (int high : bounds) {
                long pair = (long) target(a, high) << 32 | other.target(b, high);
                Integer next = known.get(pair);
                if (next == null) {
                    next = open.size();
                    known.put(pair, next);
                    open.add(pair);
                    refuseIfLarge(open.size());
                }
                out.add(new Step(high, next));
            }
            both.add(out);
        }
        return new CharAutomaton(both, accepting);
    }

    private static void refuseIfLarge(int states) {
        if (states > MOST_STATES) {
            throw Refusal.because(
                    "pattern, length and format together need more than %d states: use smaller limits or fewer of them"
                            .formatted(MOST_STATES));
        }
    }

    /// States with at most one set of characters each.
    private static final class Nondeterministic {
        private static final int MOST = 40_000;
        private final List<CodePoints> reads = new ArrayList<>();
        private final List<int[]> next = new ArrayList<>();
        private final int end = state(CodePoints.NONE);

        private int state(CodePoints set, int... targets) {
            if (reads.size() > MOST) {
                refuseIfLarge(Integer.MAX_VALUE);
            }
            reads.add(set);
            next.add(targets);
            return reads.size() - 1;
        }

        int build(Node node, int after) {
            return switch (node) {
                case Node.Text(String text) -> {
                    int state = after;
                    int[] characters = text.codePoints().toArray();
                    for (int i = characters.length - 1; i >= 0; i--) {
                        state = state(CodePoints.of(characters[i], characters[i]), state);
                    }
                    yield state;
                }
                case Node.Chars(CodePoints set) -> set.isEmpty() ? state(set) : state(set, after);
                case Node.Seq(List<Node> parts) -> {
                    int state = after;
                    for (Node part : parts.reversed()) {
                        state = build(part, state);
                    }
                    yield state;
                }
                case Node.Alt(List<Node> alternatives) ->
                        state(
                                CodePoints.NONE,
                                alternatives.stream().mapToInt(a -> build(a, after)).toArray());
                case Node.Repeat(Node body, int least, int most) ->
                        repeat(body, least, most, after);
                case Node.Graph(List<Node.Vertex> vertices) -> graph(vertices, after);
                default -> throw new IllegalArgumentException("no expression over characters");
            };
        }

        private int repeat(Node body, int least, int most, int after) {
            int state = after;
            if (most == Node.UNLIMITED) {
                int again = state(CodePoints.NONE);
                next.set(again, new int[] {build(body, again), after});
                state = again;
            } else {
                for (int i = least; i < most; i++) {
                    state = state(CodePoints.NONE, build(body, state), after);
                }
            }
            for (int i = 0; i < least; i++) {
                state = build(body, state);
            }
            return state;
        }

        private int graph(List<Node.Vertex> vertices, int after) {
            int first = reads.size();
            vertices.forEach(_ -> state(CodePoints.NONE));
            for (int i = 0; i < vertices.size(); i++) {
                List<Integer> targets = new ArrayList<>();
                for (Node.Arrow arrow : vertices.get(i).arrows()) {
                    targets.add(build(arrow.label(), first + arrow.target()));
                }
                if (vertices.get(i).accepting()) {
                    targets.add(after);
                }
                next.set(first + i, targets.stream().mapToInt(Integer::intValue).toArray());
            }
            return first;
        }

        BitSet closed(List<Integer> states) {
            BitSet closed = new BitSet();
            List<Integer> open = new ArrayList<>(states);
            while (!open.isEmpty()) {
                int state = open.removeLast();
                if (!closed.get(state)) {
                    closed.set(state);
                    if (reads.get(state).isEmpty()) {
                        for (int target : next.get(state)) {
                            open.add(target);
                        }
                    }
                }
            }
            return closed;
        }

        /// Last characters of the ranges in which all characters lead to the same.
        Set<Integer> bounds(BitSet set) {
            TreeSet<Integer> bounds = new TreeSet<>();
            bounds.add(Character.MAX_CODE_POINT);
            set.stream()
                    .forEach(state -> {
                        for (Range range : reads.get(state).ranges()) {
                            if (range.low() > 0) {
                                bounds.add(range.low() - 1);
                            }
                            bounds.add(range.high());
                        }
                    });
            return bounds;
        }

        BitSet after(BitSet set, int character) {
            List<Integer> targets = new ArrayList<>();
            set.stream()
                    .filter(state -> reads.get(state).contains(character))
                    .forEach(state -> targets.add(next.get(state)[0]));
            return closed(targets);
        }
    }
}
