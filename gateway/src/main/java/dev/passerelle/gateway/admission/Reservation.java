package dev.passerelle.gateway.admission;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request has taken, until it is settled. Safe from any thread.
public interface Reservation {

    /// One that binds nobody and costs nothing.
    static Reservation free(long completionTokens) {
        return new Unlimited(completionTokens);
    }

    /// The time in whose day and month it was taken; absent if no limit binds it.
    @Nullable Instant time();

    /// Most tokens that may be generated: as many as the demand wanted, or fewer.
    long completionTokens();

    /// The limit for whose sake they are fewer.
    @Nullable Limit bound();

    /// What is left of each limit after this.
    List<Standing> standings();

    /// Gives back what wasn't used, to the period it was taken from, and ends what counts only
    /// while the request runs. Only the first call counts.
    ///
    /// What was used beyond the reservation, which was an estimate then, is charged too: to the
    /// same budgets, and to rates as they are now. Until that is paid off, nobody takes anything.
    ///
    /// @param promptTokens tokens read
    /// @param completionTokens tokens generated
    void settle(long promptTokens, long completionTokens);
}
