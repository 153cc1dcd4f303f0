package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.Prepared;
import dev.passerelle.runtime.InferenceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Two deployments at work on one call: the second is asked when the first takes long, and the
/// first answer wins. Each works on a thread of its own, which is interrupted when nobody waits for
/// it any more.
///
/// What the loser has taken is given back before the winner's answer is handed over, so that
/// whoever pays holds one reservation.
final class Race implements Purse {
    private final Search search;
    private final RoutedModel model;
    private final CallRequest call;
    private final Purse purse;
    private final RoutingListener listener;
    private final BlockingQueue<Finish> finishes = new LinkedBlockingQueue<>();
    private final List<Thread> runners = new ArrayList<>(2);
    private final Set<Reservation> held = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable Attempt winner;
    private boolean over;

    /// What one of them came to: an answer, or a failure.
    private record Finish(
            Attempt attempt, @Nullable Answer answer, @Nullable RuntimeException failure) {}

    Race(
            Search search,
            RoutedModel model,
            CallRequest call,
            Purse purse,
            RoutingListener listener) {
        this.search = search;
        this.model = model;
        this.call = call;
        this.purse = purse;
        this.listener = listener;
    }

    /// The first answer; null if both failed.
    ///
    /// @param patience how long the first is waited for alone
    @Nullable Answer run(Attempt first, Duration patience) throws InterruptedException {
        try {
            start(first);
            Finish finish = finishes.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            Attempt second = finish == null ? search.second(model) : null;
            if (second != null) {
                start(second);
            }
            Answer answer = finish != null ? outcome(finish) : firstOf(second == null ? 1 : 2);
            if (second != null) {
                listener.hedged(second.deployment(), winner == second);
            }
            return answer;
        } finally {
            end();
        }
    }

    private @Nullable Answer firstOf(int running) throws InterruptedException {
        Answer answer = null;
        for (int i = 0; answer == null && i < running; i++) {
            answer = outcome(finishes.take());
        }
        return answer;
    }

    private @Nullable Answer outcome(Finish finish) {
        if (finish.failure != null) {
            search.failed(model, finish.attempt, finish.failure);
            return null;
        }
        winner = finish.attempt;
        return finish.answer;
    }

    private void start(Attempt attempt) {
        runners.add(Thread.ofVirtual().name("race").start(() -> race(attempt)));
    }

    private void race(Attempt attempt) {
        Finish finish;
        try {
            finish = new Finish(attempt, attempt.answer(call, this), null);
        } catch (InterruptedException e) {
            finish = new Finish(attempt, null, new InferenceException.Cancelled());
        } catch (RuntimeException e) {
            finish = new Finish(attempt, null, e);
        } catch (Error e) {
            finish = new Finish(attempt, null, new IllegalStateException(e));
        }
        finished(finish);
    }

    private synchronized void finished(Finish finish) {
        if (over) {
            discard(finish);
        } else {
            finishes.add(finish);
        }
    }

    @Override
    public synchronized Reservation reserve(
            RoutedModel of, Deployment deployment, Prepared prepared) {
        if (over) {
            throw new InferenceException.Cancelled();
        }
        Reservation reservation = purse.reserve(of, deployment, prepared);
        held.add(reservation);
        return reservation;
    }

    @Override
    public synchronized void release(Reservation reservation) {
        if (held.remove(reservation)) {
            purse.release(reservation);
        }
    }

    private void end() {
        synchronized (this) {
            over = true;
            if (winner != null && winner.reservation() != null) {
                held.remove(winner.reservation());
            }
            held.forEach(purse::release);
            held.clear();
        }
        runners.forEach(Thread::interrupt);
        finishes.forEach(this::discard);
    }

    private void discard(Finish finish) {
        if (finish.answer != null) {
            finish.attempt.discard(finish.answer, this);
        }
    }
}
