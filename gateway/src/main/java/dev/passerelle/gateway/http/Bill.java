package dev.passerelle.gateway.http;

import dev.passerelle.gateway.admission.Admission;
import dev.passerelle.gateway.admission.Decision;
import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.admission.Standing;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.gateway.config.ModelRoute;
import dev.passerelle.gateway.metrics.AdmissionMeters;
import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.openai.ApiException.LedgerUnavailable;
import dev.passerelle.gateway.usage.Account;
import dev.passerelle.gateway.usage.Counted;
import dev.passerelle.gateway.usage.Ledger.Entry;
import dev.passerelle.gateway.usage.Outcome;
import dev.passerelle.gateway.usage.Work;
import dev.passerelle.runtime.Tenant;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a call takes of limits and what it uses of that, from its admission to its end. Deployments
/// may be tried on other threads than the call's.
final class Bill {
    private static final Logger LOG = System.getLogger(Bill.class.getName());

    private final Admission admission;
    private final AdmissionMeters meters;
    private final Account account;
    private final Entry entry;
    private final List<Standing> standings = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private @Nullable Reservation entered;
    private Tokens tokens = Tokens.NONE;

    /// @param account who pays
    /// @param entry their record
    Bill(Admission admission, AdmissionMeters meters, Account account, Entry entry) {
        this.admission = admission;
        this.meters = meters;
        this.account = account;
        this.entry = entry;
    }

    Account account() {
        return account;
    }

    /// Whose share of a model it counts against.
    Tenant tenant() {
        return admission.tenant(account.caller());
    }

    /// Takes one request.
    ///
    /// @throws ApiException if a limit has no room for it
    void enter() {
        entered = take(admission.enter(account.caller()));
    }

    /// Takes the tokens of a deployment's work.
    ///
    /// @throws ApiException if a limit has no room for them
    synchronized Reservation reserve(ModelRoute model, Demand demand) {
        Reservation reservation =
                take(admission.reserve(account.caller(), model.id(), model.limits(), demand));
        held.add(new Held(reservation, model.id(), demand));
        return reservation;
    }

    /// Gives all of it back.
    @SuppressWarnings("ReferenceEquality") // a reservation is itself
    synchronized void release(Reservation reservation) {
        held.removeIf(each -> each.reservation() == reservation);
        settle(reservation, 0, 0);
    }

    private Reservation take(Decision decision) {
        switch (decision) {
            case Decision.Granted(Reservation reservation) -> {
                standings.addAll(reservation.standings());
                return reservation;
            }
            case Decision.Refused refused -> {
                standings.add(refused.standing());
                meters.refused(refused.standing().limit());
            }
            case Decision.NeverFits never -> meters.refused(never.limit());
            case Decision.Unknown _ -> {}
        }
        throw Admission.refusal(decision);
    }

    /// What is left of each limit it met.
    List<Standing> standings() {
        return standings;
    }

    /// Records which model it is about.
    ///
    /// @param revision commit of its files; empty while unknown
    void about(String model, String revision) {
        entry.about(model, revision);
    }

    /// Records that a deployment's work begins.
    ///
    /// @throws LedgerUnavailable if that can't be; then it must not begin
    void begin(Work work) {
        entry.begin(work);
    }

    /// What is to be paid for so far.
    synchronized void used(Tokens soFar) {
        tokens = soFar;
        if (soFar.completion() > 0) {
            entry.generated(soFar.completion());
        }
    }

    /// The same, as it was told last.
    synchronized Tokens tokens() {
        return tokens;
    }

    /// Gives back what wasn't used; does nothing the second time.
    synchronized void settle() {
        while (held.size() > 1) {
            settle(held.removeFirst().reservation(), 0, 0);
        }
        if (!held.isEmpty()) {
            Held last = held.removeFirst();
            settle(last.reservation(), tokens.prompt(), tokens.completion());
            long charged = tokens.prompt() + tokens.completion();
            meters.settled(last.model(), charged, Math.max(0, last.tokens() - charged));
        }
        Reservation request = entered;
        entered = null;
        if (request != null) {
            settle(request, 0, 0);
        }
    }

    private static void settle(Reservation reservation, long prompt, long completion) {
        try {
            reservation.settle(prompt, completion);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "what a request took of limits could not be given back", e);
        }
    }

    /// Settles, and closes the record.
    ///
    /// @param status the HTTP status answered
    void end(Outcome outcome, int status, Stages stages) {
        settle();
        try {
            entry.end(
                    outcome,
                    status,
                    new Counted(
                            tokens.prompt(), tokens.completion(), tokens.cached(), !tokens.exact()),
                    stages.latency());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the record of a request could not be closed", e);
        }
    }

    /// What was taken for a deployment's work.
    private record Held(Reservation reservation, String model, Demand demand) {

        /// At most as many were to be used.
        long tokens() {
            return demand.promptTokens() + reservation.completionTokens();
        }
    }
}
