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

    /// A request that no model works for, or not yet.
    public static final Demand REQUEST = new Demand(0, 0, 0, Prices.FREE);

    /// What it takes of a measure, if that many tokens are generated.
    public long amount(Measure measure, long completionTokens) {
        return switch (measure.unit()) {
            case REQUESTS -> 1;
            case TOKENS -> promptTokens + completionTokens;
            case MONEY -> prices.cost(promptTokens, completionTokens);
        };
    }
}
