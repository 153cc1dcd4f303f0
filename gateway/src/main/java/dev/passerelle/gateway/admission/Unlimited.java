package dev.passerelle.gateway.admission;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request has taken that no limit binds: nothing.
record Unlimited(long completionTokens) implements Reservation {

    /// Grants everything.
    static final Limiter LIMITER =
            new Limiter() {
                @Override
                public Decision reserve(List<Limit> limits, Demand demand) {
                    return new Decision.Granted(new Unlimited(demand.mostCompletion()));
                }

                @Override
                public void close() {}
            };

    @Override
    public @Nullable Instant time() {
        return null;
    }

    @Override
    public @Nullable Limit bound() {
        return null;
    }

    @Override
    public List<Standing> standings() {
        return List.of();
    }

    @Override
    public void settle(long promptTokens, long completionTokens) {}
}
