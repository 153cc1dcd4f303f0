package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.Prepared;
import dev.passerelle.gateway.answer.Tokens;
import org.jspecify.annotations.Nullable;

/// One deployment's work on a call, from its choice to its answer's end. For one thread at a time.
final class Attempt {
    private final Judge judge;
    private final Allotment allotment;
    private final RoutedModel model;
    private final Deployment deployment;
    private final Circuit.Leave leave;
    private final long start;
    private @Nullable Reservation share;
    private @Nullable Reservation reservation;
    private long tokens;
    private boolean sent;
    private boolean ended;

    private Attempt(
            Judge judge,
            Allotment allotment,
            RoutedModel model,
            Deployment deployment,
            Circuit.Leave leave) {
        this.judge = judge;
        this.allotment = allotment;
        this.model = model;
        this.deployment = deployment;
        this.leave = leave;
        start = judge.surroundings().now();
        deployment.load().begin();
    }

    /// Null if the deployment isn't to be asked, by its circuit or because it is gone.
    static @Nullable Attempt of(
            Judge judge, Allotment allotment, RoutedModel model, Deployment deployment) {
        if (!deployment.use()) {
            return null;
        }
        Circuit.Leave leave = deployment.circuit().enter();
        if (leave == Circuit.Leave.NO) {
            deployment.leave();
            return null;
        }
        return new Attempt(judge, allotment, model, deployment, leave);
    }

    Deployment deployment() {
        return deployment;
    }

    /// What was taken for it from whoever pays.
    @Nullable Reservation reservation() {
        return reservation;
    }

    /// Whether the deployment was made to work.
    boolean sent() {
        return sent;
    }

    long nanos() {
        return judge.surroundings().now() - start;
    }

    /// The deployment's answer, its first part there. Whatever was taken for it is given back if
    /// there is none.
    Answer answer(CallRequest call, Purse purse) throws InterruptedException {
        try (Prepared prepared = deployment.backend().prepare(call)) {
            share = allotment.take(deployment, prepared.count());
            reservation = purse.reserve(model, deployment, prepared);
            long wanted = prepared.count().prompt() + reservation.completionTokens();
            deployment.load().add(wanted);
            tokens = wanted;
            sent = true;
            Answer answer = prepared.begin(reservation);
            judge.began(deployment, leave, nanos());
            return new RoutedAnswer(answer, this);
        } catch (Throwable e) {
            release(purse);
            end(Tokens.NONE);
            judge.failed(deployment, leave, e, nanos());
            throw e;
        }
    }

    /// Gives up before anything was asked.
    void abandon() {
        deployment.circuit().abandoned(leave);
        end(Tokens.NONE);
    }

    /// Gives up an answer that came too late.
    void discard(Answer late, Purse purse) {
        late.close();
        release(purse);
    }

    private void release(Purse purse) {
        if (reservation != null) {
            purse.release(reservation);
        }
    }

    /// The answer came to its end.
    void completed() {
        deployment.circuit().completed();
    }

    /// The answer broke off.
    void brokeOff(DeploymentFailure failure) {
        judge.brokeOff(deployment, failure);
    }

    /// Nothing is under way any more.
    void end(Tokens used) {
        if (!ended) {
            ended = true;
            deployment.load().end(tokens);
            if (share != null) {
                share.settle(used.prompt(), used.completion());
            }
            deployment.leave();
        }
    }
}
