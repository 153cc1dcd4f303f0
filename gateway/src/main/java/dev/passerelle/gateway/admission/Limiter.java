package dev.passerelle.gateway.admission;

import java.util.List;

/// Counts what is taken of limits. No limit is ever exceeded: tokens are taken before the work, for
/// the most that can come, and what isn't used goes back.
public interface Limiter extends AutoCloseable {

    /// Takes what a request wants from all limits, or from none. Each scope and measure appears
    /// once at most.
    Decision reserve(List<Limit> limits, Demand demand);

    @Override
    void close();
}
