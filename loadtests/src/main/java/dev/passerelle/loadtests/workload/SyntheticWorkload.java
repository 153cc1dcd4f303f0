package dev.passerelle.loadtests.workload;

import dev.passerelle.loadtests.arrivals.Lengths;
import dev.passerelle.loadtests.plan.Leaving;
import dev.passerelle.loadtests.plan.Scenario;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Conversations made of random words as a scenario's traffic wants them. Each draws its random
/// numbers in the same order whatever the scenario asks for, so that two scenarios with one seed
/// differ only where they say so.
public final class SyntheticWorkload implements Workload {
    private static final long CONVERSATIONS = 1;

    private final long seed;
    private final List<Kind> kinds;
    private final double[] upTo;
    private final List<String> keys;
    private final Leaving leaving;

    /// @param calibrations of each kind of traffic, by its name; one that is missing counts a word
    ///   as a token
    public SyntheticWorkload(Scenario scenario, Map<String, Calibration> calibrations) {
        this.seed = scenario.seed();
        this.kinds =
                scenario.traffic().stream()
                        .map(traffic ->
                                new Kind(
                                        traffic,
                                        calibrations.getOrDefault(
                                                traffic.name(), Calibration.unknown(false)),
                                        seed))
                        .toList();
        this.upTo = kinds.stream().mapToDouble(kind -> kind.traffic.weight()).toArray();
        Arrays.parallelPrefix(upTo, Double::sum);
        this.keys = scenario.target().keys();
        this.leaving = scenario.leaving();
    }

    @Override
    public Conversation conversation(long number, @Nullable Lengths lengths) {
        var random = Seeds.random(seed, CONVERSATIONS, number);
        var kind = kinds.get(pick(random.nextDouble() * upTo[upTo.length - 1]));
        var prefix = kind.traffic.prefix();
        boolean prefixed = random.nextDouble() < prefix.share() && prefix.tokens() > 0;
        int index = random.nextInt(kind.prefixes());
        int turns = kind.traffic.turns().count().whole(random, 1);
        return new SyntheticConversation(
                kind,
                lengths,
                lengths == null ? turns : 1,
                prefixed ? kind.prefix(index) : "",
                keys.isEmpty() ? null : keys.get((int) (number % keys.size())),
                leaving,
                random.nextLong());
    }

    private int pick(double point) {
        int at = 0;
        while (at < upTo.length - 1 && point >= upTo[at]) {
            at++;
        }
        return at;
    }
}
