package dev.passerelle.gateway.admission;

import java.util.List;
import java.util.Optional;

/// Counts what is taken of limits. No limit is ever exceeded: tokens are taken before the work, for
/// the most that can come, and what isn't used goes back.
public interface Limiter extends AutoCloseable {

    /// Takes what a request wants from all limits, or from none. Each scope and measure appears
    /// once at most.
    Decision reserve(List<Limit> limits, Demand demand);

    /// Why what is left can't be told now where it ought to be counted; empty if it can.
    default Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    void close();
}
