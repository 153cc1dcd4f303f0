package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.constrained.Config.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds which tokens a text may go on with.
///
/// What tokens do within a rule is found once, whatever follows the rule, as XGrammar does (Dong et
/// al. 2024): of a JSON string only the tokens that close it depend on where it stands. Counts that
/// no short token uses up are as if they had no end, so that a string of at most 1,000 characters
/// has one mask nearly everywhere.
///
/// Safe for use from many threads.
@SuppressWarnings("ReferenceEquality") // equal configs and frames are the same object
final class MaskFinder {

    /// Places looked at for one mask, some hundred milliseconds.
    private static final long MOST_WORK = 1_000_000;

    private static final int MOST_EXITS = 8_192;

    /// Of masks kept for a model.
    private static final long MOST_BYTES = 64L << 20;

    /// Nodes that are quicker looked at one by one.
    private static final int FEW = 32;

    private final TokenTries tries;
    private final int[] endTokens;

    /// Of rules that all constraints share.
    private final Machine shared = new Machine();

    private final MaskBudget budget = new MaskBudget(MOST_BYTES);

    MaskFinder(TokenTries tries, List<Integer> endTokens) {
        this.tries = tries;
        this.endTokens = endTokens.stream().mapToInt(Integer::intValue).toArray();
    }

    TokenMask mask(Config config) {
        TokenMask mask = config.mask;
        if (mask == null) {
            long[] bits = tokens(config);
            if (config.ended) {
                for (int token : endTokens) {
                    bits = Arrays.copyOf(bits, Math.max(bits.length, (token >> 6) + 1));
                    bits[token >> 6] |= 1L << token;
                }
            }
            mask = new TokenMask(bits);
            config.mask = mask;
            keep(config);
        }
        config.used = true;
        return mask;
    }

    private long[] tokens(Config config) {
        Config endless = endless(config);
        if (endless == config) {
            long[] bits = new long[tries.words()];
            collect(tries.all(), config, bits);
            return bits;
        }
        long[] known = endless.shortTokens;
        if (known == null) {
            known = new long[tries.words()];
            collect(tries.shorter(), endless, known);
            endless.shortTokens = known;
            keep(endless);
        }
        long[] bits = known.clone();
        new Walk(tries.longer(), config).over(bits, null);
        return bits;
    }

    private void keep(Config config) {
        config.used = true;
        budget.keep(config, (long) Long.BYTES * tries.words());
    }

    private void collect(TokenTrie trie, Config config, long[] bits) {
        Frame base = base(config);
        Reach reach = base == null ? Reach.USELESS : reach(trie, within(config, base));
        if (base == null || reach == Reach.USELESS) {
            new Walk(trie, config).over(bits, null);
            return;
        }
        for (int i = 0; i < bits.length; i++) {
            bits[i] |= reach.inside()[i];
        }
        Config outside = config.machine.resume(Objects.requireNonNull(base.back), base.below);
        Walk walk = new Walk(trie, outside);
        for (int exit : reach.exits()) {
            trie.mark(exit, bits);
            walk.below(exit, bits);
        }
    }

    private Reach reach(TokenTrie trie, Config inner) {
        boolean all = trie == tries.all();
        Reach reach = all ? inner.reachOfAll : inner.reachOfShort;
        if (reach == null) {
            long[] inside = new long[tries.words()];
            List<Integer> exits = new ArrayList<>();
            new Walk(trie, inner).over(inside, exits);
            reach =
                    exits.size() > MOST_EXITS
                            ? Reach.USELESS
                            : new Reach(
                                    inside, exits.stream().mapToInt(Integer::intValue).toArray());
            if (all) {
                inner.reachOfAll = reach;
            } else {
                inner.reachOfShort = reach;
            }
            keep(inner);
        }
        return reach;
    }

    /// The rule return that all places of a config have in common, the nearest; null if there is
    /// none.
    private static @Nullable Frame base(Config config) {
        if (config.places.isEmpty() || config.ended) {
            return null;
        }
        Frame common = config.places.getFirst().frame();
        for (Place place : config.places) {
            common = common(common, place.frame());
        }
        while (common != null && common.loop != null) {
            common = common.below;
        }
        return common;
    }

    private static @Nullable Frame common(@Nullable Frame a, @Nullable Frame b) {
        while (a != b) {
            if (a == null || b == null) {
                return null;
            }
            if (a.depth >= b.depth) {
                a = a.below;
            } else {
                b = b.below;
            }
        }
        return a;
    }

    /// The config with nothing known below `base`, kept for all constraints if its rules are
    /// theirs.
    private Config within(Config config, Frame base) {
        boolean all = config.places.stream().allMatch(place -> shared(place, base));
        Machine machine = all ? shared : config.machine;
        Frame floor = machine.floor();
        List<Place> places =
                config.places.stream()
                        .map(place ->
                                new Place(
                                        place.state(),
                                        moved(machine, place.frame(), base, floor, false)))
                        .toList();
        return machine.of(places, false);
    }

    private static boolean shared(Place place, Frame base) {
        boolean shared = place.state().shared;
        for (Frame f = place.frame(); f != base && f != null; f = f.below) {
            shared &= f.shared();
        }
        return shared;
    }

    /// The config with counts that no short token changes taken for endless.
    private static Config endless(Config config) {
        boolean same = true;
        List<Place> places = new ArrayList<>(config.places.size());
        for (Place place : config.places) {
            Frame frame = moved(config.machine, place.frame(), null, null, true);
            same &= frame == place.frame();
            places.add(new Place(place.state(), frame));
        }
        return same ? config : config.machine.of(places.stream().distinct().toList(), config.ended);
    }

    /// A stack of the same frames on another floor.
    private static @Nullable Frame moved(
            Machine machine,
            @Nullable Frame frame,
            @Nullable Frame from,
            @Nullable Frame to,
            boolean endless) {
        List<Frame> frames = new ArrayList<>();
        for (Frame f = frame; f != from && f != null; f = f.below) {
            frames.add(f);
        }
        Frame moved = to;
        for (Frame f : frames.reversed()) {
            if (f.loop != null) {
                int need = endless && f.need > TokenTries.SHORT ? Frame.MANY : f.need;
                int room = endless && f.room > TokenTries.SHORT ? Frame.MANY : f.room;
                moved = machine.round(f.loop, need, room, moved);
            } else {
                moved = machine.back(Objects.requireNonNull(f.back), moved);
            }
        }
        return moved;
    }

    /// A walk over a trie from a config. By one thread.
    private static final class Walk {
        private final TokenTrie trie;
        private final Config start;
        private final Config[] path;
        private final long mostWork;

        Walk(TokenTrie trie, Config start) {
            this.trie = trie;
            this.start = start;
            this.path = new Config[trie.height() + 1];
            this.mostWork = start.machine.work() + MOST_WORK;
        }

        /// @param exits takes the nodes at which the text may end; if null, tokens that end there
        ///   are marked
        void over(long[] bits, @Nullable List<Integer> exits) {
            descend(0, trie.size(), 0, start, bits, exits);
        }

        /// As if the start were at this node.
        void below(int node, long[] bits) {
            descend(node + 1, trie.end(node), trie.depth(node), start, bits, null);
        }

        /// Walks nodes from `from` to before `to`, which are those below a node of this depth and
        /// config.
        private void descend(
                int from,
                int to,
                int depth,
                Config config,
                long[] bits,
                @Nullable List<Integer> exits) {
            path[depth] = config;
            if (to - from < FEW || !alike(from, to, depth, config, bits, exits)) {
                range(from, to, bits, exits);
            }
        }

        private void range(int from, int to, long[] bits, @Nullable List<Integer> exits) {
            int node = from;
            while (node < to) {
                int depth = trie.depth(node);
                Config config = path[depth - 1].next(trie.label(node));
                if (config.ended && exits != null) {
                    exits.add(node);
                }
                if (!config.places.isEmpty() || (config.ended && exits == null)) {
                    trie.mark(node, bits);
                }
                int end = trie.end(node);
                if (config.places.isEmpty()) {
                    node = end;
                } else if (end - node > FEW) {
                    descend(node + 1, end, depth, config, bits, exits);
                    node = end;
                } else {
                    path[depth] = config;
                    node++;
                }
                refuseIfEndless();
            }
        }

        /// The same, without looking at plain characters one by one, if each leads where all others
        /// of its depth do, as within a string.
        ///
        /// @return false if they don't, and nothing was marked
        private boolean alike(
                int from,
                int to,
                int depth,
                Config config,
                long[] bits,
                @Nullable List<Integer> exits) {
            List<Config> row = row(config, trie.height() - depth, exits != null);
            if (row.isEmpty()) {
                return false;
            }
            boolean endless = row.getLast().afterPlain() == row.getLast();
            int most = endless ? Integer.MAX_VALUE : depth + row.size() - 1;
            int node = from;
            while (node < to) {
                int odd = trie.nextOdd(node, to);
                trie.mark(node, odd, most, bits);
                if (odd < to) {
                    int behind = trie.depth(odd) - 1 - depth;
                    if (behind < row.size() || endless) {
                        path[depth + behind] = row.get(Math.min(behind, row.size() - 1));
                        range(odd, trie.end(odd), bits, exits);
                    }
                    node = trie.end(odd);
                } else {
                    node = to;
                }
            }
            return true;
        }

        /// The configs after each number of plain characters until they stay the same or there are
        /// none; empty if they differ from character to character.
        private static List<Config> row(Config first, int longest, boolean inside) {
            List<Config> row = new ArrayList<>();
            Config config = first;
            for (int i = 0; i <= longest && (i == 0 || !config.dead()); i++) {
                row.add(config);
                Config next = config.afterPlain();
                if (next == null || (inside && next.ended)) {
                    return List.of();
                }
                if (next == config) {
                    break;
                }
                config = next;
            }
            return row;
        }

        private void refuseIfEndless() {
            if (start.machine.work() > mostWork) {
                throw Refusal.because(
                        "The constraint is too ambiguous: finding the next tokens takes too long; simplify its repetitions and alternatives");
            }
        }
    }
}
