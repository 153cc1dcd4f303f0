package dev.passerelle.loadtests.workload;

import dev.passerelle.loadtests.plan.Endpoint;
import dev.passerelle.loadtests.plan.Traffic;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// One kind of traffic made ready: how its words are counted, and its shared prefixes.
final class Kind {
    private static final long PREFIXES = 3;

    final Traffic traffic;
    final Calibration calibration;
    final Body body;
    private final long seed;
    private final int prefixWords;
    private final AtomicReferenceArray<String> prefixes;

    Kind(Traffic traffic, Calibration calibration, long seed) {
        this.traffic = traffic;
        this.calibration = calibration;
        this.body = Body.of(traffic, calibration.ignoreEos());
        this.seed = seed;
        this.prefixWords = calibration.words(traffic.prefix().tokens());
        this.prefixes = new AtomicReferenceArray<>(Math.max(1, traffic.prefix().variety()));
    }

    int prefixes() {
        return prefixes.length();
    }

    /// The text that conversations with one of the shared prefixes begin with.
    String prefix(int index) {
        String known = prefixes.get(index);
        if (known == null) {
            var random = Seeds.random(seed, PREFIXES + traffic.name().hashCode(), index);
            known = Words.text(random, prefixWords);
            prefixes.set(index, known);
        }
        return known;
    }

    /// Words of a user's turn so that all of it, with the prefix, has so many tokens.
    int words(int turn, int tokens, boolean prefixed) {
        return calibration.words(tokens - around(turn, prefixed));
    }

    /// Tokens that a turn adds to the prompt, the same as asked unless that is too few for one
    /// word.
    int tokens(int turn, int asked, boolean prefixed) {
        double least = around(turn, prefixed) + calibration.tokensPerWord();
        return (int) Math.max(asked, Math.round(least));
    }

    /// Tokens of a turn that are not its own words.
    private double around(int turn, boolean prefixed) {
        boolean whole = turn == 0 || traffic.endpoint() == Endpoint.EMBEDDINGS;
        if (!whole) {
            return calibration.turnTokens();
        }
        double prefix = prefixWords * calibration.tokensPerWord() + calibration.systemTokens();
        return calibration.overheadTokens() + (prefixed ? prefix : 0);
    }
}
