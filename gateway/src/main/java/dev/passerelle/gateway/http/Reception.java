package dev.passerelle.gateway.http;

import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.usage.Account;
import dev.passerelle.gateway.usage.Outcome;
import dev.passerelle.gateway.usage.Transcript;
import dev.passerelle.runtime.PromptText;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;

/// How every API call comes in and goes out: identified, recorded, admitted; settled in the end.
record Reception(Doorkeeper keeper, CallsInFlight calls, InstantSource clock) {
    private static final Logger LOG = System.getLogger(Reception.class.getName());
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int CLIENT_CLOSED_REQUEST = 499;
    private static final int UNAVAILABLE = 503;

    /// Lets a call in, or refuses it by throwing, before anything of its body is read.
    void admit(Call call, Access access) throws InterruptedException {
        Caller caller = keeper.identify(call.request(), access);
        call.caller(caller);
        if (access == Access.USE) {
            call.bill(open(call));
        }
        calls.checkAccepting();
        keeper.check(caller, access);
        Bill bill = call.openBill();
        if (bill != null) {
            bill.enter();
        }
    }

    private Bill open(Call call) {
        Door door = keeper.door();
        Account account =
                new Account(call.requestId(), call.endpoint(), call.caller(), clock.instant());
        return new Bill(
                door.admission(),
                keeper.metrics().admission(),
                account,
                door.ledger().open(account));
    }

    /// Gives back what a call still holds, and closes its record.
    ///
    /// @param status the HTTP status answered
    void end(Call call, int status) {
        Bill bill = call.openBill();
        if (bill != null) {
            bill.end(outcome(status), status, call.stages());
            keep(call, bill.account());
        }
    }

    private static Outcome outcome(int status) {
        return switch (status) {
            case TOO_MANY_REQUESTS -> Outcome.LIMITED;
            case CLIENT_CLOSED_REQUEST -> Outcome.CANCELLED;
            case UNAVAILABLE -> Outcome.UNAVAILABLE;
            default ->
                    status < 400
                            ? Outcome.COMPLETED
                            : status < 500 ? Outcome.REFUSED : Outcome.FAILED;
        };
    }

    private void keep(Call call, Account account) {
        Call.Said said = call.said();
        if (said == null) {
            return;
        }
        try {
            keeper.door().transcripts().keep(transcript(call.model(), account, said));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a transcript could not be kept", e);
        }
    }

    private static Transcript transcript(String model, Account account, Call.Said said) {
        return new Transcript(
                account.requestId(),
                account.time(),
                account.caller().project().toString(),
                account.caller().key(),
                model,
                account.endpoint(),
                said.request(),
                new PromptText(said.answer().toString()));
    }
}
