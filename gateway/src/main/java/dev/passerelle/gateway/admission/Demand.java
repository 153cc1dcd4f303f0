package dev.passerelle.gateway.admission;

import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Prices;

/// What a request wants to take. It counts as one request.
///
/// @param promptTokens tokens to read
/// @param leastCompletion fewest tokens to generate that it can do with; with `mostCompletion` the
///   same, it takes all or nothing
/// @param mostCompletion most tokens to generate
public record Demand(long promptTokens, long leastCompletion, long mostCompletion, Prices prices) {

    private static final long STUMP = 64;

    /// A request that no model works for, or not yet.
    public static final Demand REQUEST = new Demand(0, 0, 0, Prices.FREE);

    public Demand {
        if (promptTokens < 0 || leastCompletion < 0 || mostCompletion < leastCompletion) {
            throw new IllegalArgumentException(
                    "no demand: %d prompt tokens, %d to %d completion tokens"
                            .formatted(promptTokens, leastCompletion, mostCompletion));
        }
    }

    /// What was used in the end.
    public static Demand used(long promptTokens, long completionTokens, Prices prices) {
        long completion = Math.max(0, completionTokens);
        return new Demand(Math.max(0, promptTokens), completion, completion, prices);
    }

    /// Whether it can do with fewer tokens than it wants.
    public boolean flexible() {
        return leastCompletion < mostCompletion;
    }

    /// Fewest tokens to generate for whose sake a rate is used up: rather than an answer of two
    /// tokens, clients get the time when there will be more.
    public long worthwhileCompletion() {
        return flexible() ? Math.clamp(STUMP, leastCompletion, mostCompletion) : leastCompletion;
    }

    /// What it takes of a measure, if that many tokens are generated; `Long.MAX_VALUE` if it is
    /// more.
    public long amount(Measure measure, long completionTokens) {
        try {
            return switch (measure.unit()) {
                case REQUESTS -> 1;
                case TOKENS -> Math.addExact(promptTokens, completionTokens);
                case MONEY -> prices.cost(promptTokens, completionTokens);
            };
        } catch (ArithmeticException _) {
            return Long.MAX_VALUE;
        }
    }

    /// How many tokens it may generate, of those it wants, so that it takes no more than an amount
    /// of a measure; negative if it takes more without any.
    public long completionWithin(Measure measure, long amount) {
        long room = amount - amount(measure, 0);
        if (room < 0) {
            return -1;
        }
        return switch (measure.unit()) {
            case REQUESTS -> mostCompletion;
            case TOKENS -> Math.min(mostCompletion, room);
            case MONEY ->
                    prices.completion() == 0
                            ? mostCompletion
                            : Math.min(mostCompletion, room / prices.completion());
        };
    }
}
