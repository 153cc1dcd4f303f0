package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.runtime.InferenceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Two deployments at work on one call: the second is asked when the first takes long, and the
/// first answer wins. Each works on a thread of its own, which is interrupted when nobody waits for
/// it any more; it gives back by itself what was taken for it.
final class Race {
    private final Search search;
    private final RoutedModel model;
    private final CallRequest call;
    private final Purse purse;
    private final RoutingListener listener;
    private final BlockingQueue<Finish> finishes = new LinkedBlockingQueue<>();
    private final List<Thread> runners = new ArrayList<>(2);
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
            finish = new Finish(attempt, attempt.answer(call, purse), null);
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

    private void end() {
        synchronized (this) {
            over = true;
        }
        runners.forEach(Thread::interrupt);
        finishes.forEach(this::discard);
    }

    private void discard(Finish finish) {
        if (finish.answer != null) {
            finish.attempt.discard(finish.answer, purse);
        }
    }
}
