package dev.passerelle.gateway.http;

import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Prepared;
import dev.passerelle.gateway.answer.TokenCount;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.gateway.metrics.GatewayMetrics;
import dev.passerelle.gateway.routing.Deployment;
import dev.passerelle.gateway.routing.Purse;
import dev.passerelle.gateway.routing.RoutedModel;
import dev.passerelle.gateway.tenancy.Prices;
import dev.passerelle.gateway.usage.Work;
import java.time.Instant;

/// Pays for one call's work out of what its caller may take, and has it recorded.
final class CallPurse implements Purse {
    private final Call call;
    private final Bill bill;
    private final GatewayMetrics metrics;

    CallPurse(Call call, GatewayMetrics metrics) {
        this.call = call;
        this.bill = call.bill();
        this.metrics = metrics;
    }

    @Override
    public Reservation reserve(RoutedModel model, Deployment deployment, Prepared prepared) {
        Permissions.check(call.caller(), model);
        TokenCount count = prepared.count();
        Prices prices = model.prices(deployment);
        Reservation reservation =
                bill.reserve(
                        model.route(),
                        new Demand(count.prompt(), count.least(), count.most(), prices));
        String region = deployment.region();
        Origin origin =
                new Origin(
                        model.id(),
                        prepared.revision(),
                        deployment.name(),
                        region == null ? "" : region);
        begin(origin, reservation, count.prompt(), prices);
        return reservation;
    }

    /// Takes what an answer costs that is given again, beside the request.
    ///
    /// @param origin who gave it first
    void again(RoutedModel model, Origin origin, Tokens cost) {
        bill.about(model.id(), origin.revision());
        if (cost.prompt() + cost.completion() > 0) {
            Prices prices = model.prices(origin.deployment());
            Demand demand = new Demand(cost.prompt(), cost.completion(), cost.completion(), prices);
            Reservation reservation = bill.reserve(model.route(), demand);
            begin(origin, reservation, cost.prompt(), prices);
        }
    }

    private void begin(Origin origin, Reservation reservation, long promptTokens, Prices prices) {
        Work work =
                new Work(
                        origin.model(),
                        origin.revision(),
                        origin.deployment(),
                        origin.region(),
                        reserved(reservation),
                        promptTokens,
                        prices);
        bill.begin(work);
        call.stages().admitted();
        metrics.admission().admitted(call.endpoint(), call.stages().admissionNanos());
    }

    private Instant reserved(Reservation reservation) {
        Instant time = reservation.time();
        return time == null ? bill.account().time() : time;
    }

    @Override
    public void release(Reservation reservation) {
        bill.release(reservation);
    }
}
