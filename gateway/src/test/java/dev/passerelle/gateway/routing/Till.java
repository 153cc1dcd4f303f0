package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.answer.Prepared;
import dev.passerelle.gateway.openai.ApiException.RateLimited;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A purse that counts.
final class Till implements Purse {
    final AtomicInteger taken = new AtomicInteger();
    final Set<Reservation> held =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    volatile boolean empty;

    @Override
    public Reservation reserve(RoutedModel model, Deployment deployment, Prepared prepared) {
        if (empty) {
            throw new RateLimited("Rate limit reached.", "tokens", Duration.ofSeconds(3));
        }
        taken.incrementAndGet();
        Reservation reservation = Reservation.free(prepared.count().most());
        held.add(reservation);
        return reservation;
    }

    @Override
    public void release(Reservation reservation) {
        if (!held.remove(reservation)) {
            throw new AssertionError("released what isn't held");
        }
    }
}
