package dev.passerelle.gateway.http;

import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.backend.ModelLease;
import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.config.Price;
import dev.passerelle.gateway.metrics.GatewayMetrics;
import dev.passerelle.gateway.metrics.TokenMeters;
import dev.passerelle.gateway.tenancy.Prices;
import dev.passerelle.gateway.usage.Work;
import dev.passerelle.runtime.Timing;
import java.time.Instant;

/// How a call that is in gets to a model: allowed to use it, tokens reserved, work recorded.
record Admittance(Door door, GatewayMetrics metrics) {

    /// Names the model a call is about.
    ///
    /// @throws dev.passerelle.gateway.openai.ApiException.Forbidden if the caller may not use it
    void model(Call call, ServedModel model) {
        call.model(model.id());
        call.bill().about(model.id(), "");
        Permissions.check(call.caller(), model.config());
    }

    static Prices prices(ModelLease<?> lease) {
        Price price = lease.served().config().price();
        return price == null ? Prices.FREE : price.prices();
    }

    /// The last step before a model's work begins.
    ///
    /// @throws dev.passerelle.gateway.openai.ApiException if it may not
    Reservation reserve(Call call, ModelLease<?> lease, Demand demand, byte[] body) {
        Bill bill = call.bill();
        bill.about(call.model(), lease.revision());
        Reservation reservation = bill.reserve(lease.served().config(), demand);
        String region = lease.served().config().region();
        bill.begin(
                new Work(
                        call.model(),
                        lease.revision(),
                        region == null ? "" : region,
                        reserved(reservation, bill),
                        demand.promptTokens(),
                        demand.prices()));
        if (door.transcribes(call.caller())) {
            call.transcribe(body);
        }
        call.stages().admitted();
        metrics.admission().admitted(call.endpoint(), call.stages().admissionNanos());
        return reservation;
    }

    private static Instant reserved(Reservation reservation, Bill bill) {
        Instant time = reservation.time();
        return time == null ? bill.account().time() : time;
    }

    /// The first result is there.
    void answering(Call call, Timing timing) {
        call.stages().answering(timing);
        metrics.admission().queued(call.model(), timing.queued());
    }

    TokenMeters meters(Call call) {
        return metrics.tokens(call.endpoint(), call.model());
    }
}
