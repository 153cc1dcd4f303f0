package dev.passerelle.gateway.http;

import dev.passerelle.gateway.admission.Admission;
import dev.passerelle.gateway.admission.Decision;
import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.admission.Standing;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.gateway.metrics.AdmissionMeters;
import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.openai.ApiException.LedgerUnavailable;
import dev.passerelle.gateway.usage.Account;
import dev.passerelle.gateway.usage.Ledger.Entry;
import dev.passerelle.gateway.usage.Outcome;
import dev.passerelle.gateway.usage.Work;
import dev.passerelle.runtime.Tenant;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a call takes of limits and what it uses of that, from its admission to its end.
final class Bill {
    private static final Logger LOG = System.getLogger(Bill.class.getName());

    private final Admission admission;
    private final AdmissionMeters meters;
    private final Account account;
    private final Entry entry;
    private final List<Standing> standings = new ArrayList<>();
    private @Nullable Reservation entered;
    private @Nullable Reservation reserved;
    private String model = "";
    private Demand demand = Demand.REQUEST;
    private long mostCompletion;
    private long promptTokens;
    private long completionTokens;

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

    /// Takes the tokens of a whole call.
    ///
    /// @throws ApiException if a limit has no room for them
    Reservation reserve(ModelConfig config, Demand wanted) {
        Reservation reservation =
                take(admission.reserve(account.caller(), config.id(), config.limits(), wanted));
        reserved = reservation;
        model = config.id();
        demand = wanted;
        mostCompletion = reservation.completionTokens();
        return reservation;
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

    /// Records that a model's work begins.
    ///
    /// @throws LedgerUnavailable if that can't be; then it must not begin
    void begin(Work work) {
        try {
            entry.begin(work);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "usage can't be recorded, so requests are refused", e);
            throw new LedgerUnavailable(
                    "Usage can't be recorded at the moment: try again shortly.");
        }
    }

    /// A prompt has been read.
    void read(long tokens) {
        promptTokens += tokens;
    }

    /// So many tokens more have been generated.
    void generated(long tokens) {
        completionTokens += tokens;
    }

    /// What has been generated so far is with the client.
    void handedOver() {
        entry.generated(completionTokens);
    }

    /// Gives back what wasn't used; does nothing the second time.
    void settle() {
        Reservation tokens = reserved;
        reserved = null;
        if (tokens != null) {
            promptTokens = Math.min(promptTokens, demand.promptTokens());
            completionTokens = Math.min(completionTokens, mostCompletion);
            settle(tokens, promptTokens, completionTokens);
            long charged = promptTokens + completionTokens;
            meters.settled(model, charged, demand.promptTokens() + mostCompletion - charged);
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
            entry.end(outcome, status, promptTokens, completionTokens, 0, stages.latency());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the record of a request could not be closed", e);
        }
    }
}
