package dev.passerelle.gateway.admission.redis;

import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.admission.Standing;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one request has taken, and how to give the rest back.
///
/// @param giveBack is given what was used, once
record RedisReservation(
        Demand demand,
        @Nullable Instant time,
        long completionTokens,
        @Nullable Limit bound,
        List<Standing> standings,
        Consumer<Demand> giveBack,
        AtomicBoolean settled)
        implements Reservation {

    @Override
    public void settle(long promptTokens, long completionTokens) {
        if (settled.compareAndSet(false, true)) {
            giveBack.accept(Demand.used(promptTokens, completionTokens, demand.prices()));
        }
    }
}
