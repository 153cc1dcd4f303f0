package dev.passerelle.gateway.http;

import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.metrics.TokenMeters;
import dev.passerelle.gateway.openai.LimitedBy;
import dev.passerelle.gateway.tenancy.Prices;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.PreparedGeneration;
import dev.passerelle.runtime.Tenant;
import dev.passerelle.runtime.TextGenerator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The generations of one call before they run: counted, and each with its place in the queue.
///
/// @param flexible whether they can do with fewer tokens than they may generate
record Preparation(List<PreparedGeneration> list, boolean flexible) implements AutoCloseable {

    /// Prepares all of them, or none: a refusal of one gives back the places before it.
    static Preparation of(
            TextGenerator generator, List<GenerationRequest> requests, Tenant tenant) {
        boolean flexible = requests.stream().anyMatch(request -> request.maxTokens().isEmpty());
        Preparation preparation = new Preparation(new ArrayList<>(requests.size()), flexible);
        try {
            for (GenerationRequest request : requests) {
                preparation.list.add(generator.prepare(request, tenant));
            }
            return preparation;
        } catch (RuntimeException | Error e) {
            preparation.close();
            throw e;
        }
    }

    long promptTokens() {
        return list.stream().mapToLong(PreparedGeneration::promptTokens).sum();
    }

    Demand demand(Prices prices) {
        long most = mostTokens();
        return new Demand(promptTokens(), flexible ? list.size() : most, most, prices);
    }

    private long mostTokens() {
        return list.stream().mapToLong(PreparedGeneration::maxTokens).sum();
    }

    /// Starts all of them, or none.
    ///
    /// @param reservation whose tokens they share: all they may where there is enough, else the
    ///   same for each that wants as many
    Generations start(Reservation reservation, TokenMeters meters, long startNanos) {
        Generations started = new Generations(new ArrayList<>(list.size()));
        long left = reservation.completionTokens();
        boolean enough = left >= mostTokens();
        LimitedBy reason = enough ? null : reason(reservation);
        try {
            for (int i = 0; i < list.size(); i++) {
                PreparedGeneration prepared = list.get(i);
                long even = enough ? left : left / (list.size() - i);
                int share = (int) Math.min(prepared.maxTokens(), even);
                left -= share;
                LimitedBy curtailedBy = share < prepared.maxTokens() ? reason : null;
                started.list()
                        .add(
                                new MeteredGeneration(
                                        prepared.start(share), curtailedBy, meters, startNanos));
            }
            return started;
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
    }

    private static @Nullable LimitedBy reason(Reservation reservation) {
        Limit bound = reservation.bound();
        if (bound == null) {
            return null;
        }
        String scope = bound.scope().kind().id();
        String message =
                "The limit %s of the %s had room for %d completion tokens: the answer ends there."
                        .formatted(bound.measure().id(), scope, reservation.completionTokens());
        return new LimitedBy(bound.measure().id(), scope, message);
    }

    /// Gives back the places of those that weren't started.
    @Override
    public void close() {
        list.reversed().forEach(PreparedGeneration::close);
    }
}
