package dev.passerelle.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.admission.Decision.Granted;
import dev.passerelle.gateway.admission.Decision.Refused;
import dev.passerelle.gateway.tenancy.Prices;
import java.util.List;

/// A limiter that begins a minute before a month ends, and what is asked of it.
final class Trial {
    final ManualTime time = new ManualTime("2026-03-31T23:59:00Z");
    final LocalLimiter limiter = new LocalLimiter(Charges.NONE, time, time::nanos);

    /// All or nothing.
    static Demand fixed(long tokens) {
        return new Demand(tokens, 0, 0, Prices.FREE);
    }

    Reservation granted(Limit limit, Demand demand) {
        return granted(List.of(limit), demand);
    }

    Reservation granted(List<Limit> limits, Demand demand) {
        Decision decision = limiter.reserve(limits, demand);
        assertThat(decision).isInstanceOf(Granted.class);
        return ((Granted) decision).reservation();
    }

    Refused refused(Limit limit, Demand demand) {
        Decision decision = limiter.reserve(List.of(limit), demand);
        assertThat(decision).isInstanceOf(Refused.class);
        return (Refused) decision;
    }

    long left(Limit limit) {
        return standing(limit).remaining();
    }

    /// Of a limit on requests, with one request more.
    Standing standing(Limit limit) {
        return granted(limit, fixed(0)).standings().getFirst();
    }
}
