package dev.passerelle.gateway.http;

import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.answer.Prepared;
import dev.passerelle.gateway.answer.TokenCount;
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
        Work work =
                new Work(
                        model.id(),
                        prepared.revision(),
                        deployment.name(),
                        region == null ? "" : region,
                        reserved(reservation),
                        count.prompt(),
                        prices);
        bill.begin(work);
        call.stages().admitted();
        metrics.admission().admitted(call.endpoint(), call.stages().admissionNanos());
        return reservation;
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
