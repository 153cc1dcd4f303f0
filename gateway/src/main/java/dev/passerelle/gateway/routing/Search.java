package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.runtime.InferenceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks for an answer to one call: from one deployment after the other, and then from those of the
/// models that fill in.
final class Search {
    private static final long QUICK_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration BACK_OFF = Duration.ofMillis(50);

    private final Dispatcher dispatcher;
    private final RoutedModel model;
    private final CallRequest call;
    private final Purse purse;
    private final int most;
    private final List<Deployment> asked = new ArrayList<>(2);
    private final List<Failure> failures = new ArrayList<>(0);
    private int tries;
    private boolean free = true;
    private boolean stale;
    private boolean over;

    /// That a deployment didn't answer.
    ///
    /// @param quick whether it was so soon that it may well answer if asked again
    record Failure(Deployment deployment, RuntimeException cause, boolean quick) {}

    Search(Dispatcher dispatcher, RoutedModel model, CallRequest call, Purse purse) {
        this.dispatcher = dispatcher;
        this.model = model;
        this.call = call;
        this.purse = purse;
        most = Math.max(1, model.route().routing().attempts());
    }

    Answer answer() throws InterruptedException {
        Answer answer = among(model);
        List<String> fallbacks = model.route().routing().fallbacks();
        for (int i = 0; answer == null && i < fallbacks.size() && !over; i++) {
            answer = fallBack(fallbacks.get(i));
        }
        if (answer == null) {
            RoutedModel now = stale ? dispatcher.table().find(model.id()) : null;
            if (now != null && !now.equals(model)) {
                return new Search(dispatcher, now, call, purse).answer();
            }
            throw new Outage(dispatcher.table(), model, call, failures).exception();
        }
        return answer;
    }

    private @Nullable Answer fallBack(String id) throws InterruptedException {
        RoutedModel next = dispatcher.table().find(id);
        if (next == null || next.id().equals(model.id()) || !call.caller().mayUse(next.id())) {
            return null;
        }
        int before = tries;
        Answer answer = among(next);
        if (tries > before) {
            dispatcher.judge().listener().fellBack(model.id(), next.id());
        }
        return answer;
    }

    /// @return null if none answers
    private @Nullable Answer among(RoutedModel current) throws InterruptedException {
        while (tries < most && !over) {
            Attempt attempt = next(current);
            if (attempt == null) {
                attempt = onceMore(current);
            }
            if (attempt == null || !paid(attempt, current)) {
                return null;
            }
            Answer answer = ask(current, attempt);
            if (answer != null) {
                dispatcher.shadows().copy(current, attempt.deployment(), call);
                return answer;
            }
        }
        return null;
    }

    /// The next to ask; null if there is none.
    private @Nullable Attempt next(RoutedModel current) {
        Deployment chosen = dispatcher.selection().choose(current, call, asked);
        while (chosen != null) {
            asked.add(chosen);
            Attempt attempt = dispatcher.attempt(current, chosen);
            if (attempt != null) {
                return attempt;
            }
            stale |= chosen.gone();
            chosen = dispatcher.selection().choose(current, call, asked);
        }
        return null;
    }

    /// The only deployment there is, asked again after a moment, if it failed at once.
    private @Nullable Attempt onceMore(RoutedModel current) throws InterruptedException {
        if (failures.isEmpty()
                || current.deployments().size() > 1
                || !current.equals(model)
                || !model.route().routing().fallbacks().isEmpty()) {
            return null;
        }
        Failure last = failures.getLast();
        if (!last.quick() || !last.deployment().circuit().free()) {
            return null;
        }
        Surroundings surroundings = dispatcher.judge().surroundings();
        double jitter = 0.5 + surroundings.random().nextDouble();
        surroundings.pause().sleep(Duration.ofNanos((long) (BACK_OFF.toNanos() * tries * jitter)));
        return dispatcher.attempt(current, last.deployment());
    }

    /// Whether it may be asked: the first costs nothing, others are retries.
    private boolean paid(Attempt attempt, RoutedModel current) {
        boolean retry = tries > 0 && !free;
        if (retry && !dispatcher.mayRetry()) {
            attempt.abandon();
            over = true;
            dispatcher.judge().listener().retriesSpent(current.id());
            return false;
        }
        if (tries > 0) {
            dispatcher.judge().listener().retried(attempt.deployment());
        }
        tries++;
        free = false;
        return true;
    }

    /// A second deployment for a call whose first takes long; null if there is none.
    @Nullable Attempt second(RoutedModel current) {
        Attempt attempt = tries < most ? next(current) : null;
        if (attempt != null && !dispatcher.mayRetry()) {
            asked.removeLast();
            attempt.abandon();
            return null;
        }
        tries += attempt == null ? 0 : 1;
        return attempt;
    }

    private @Nullable Answer ask(RoutedModel current, Attempt attempt) throws InterruptedException {
        Duration hedgeAfter = current.route().routing().hedgeAfter();
        if (hedgeAfter != null && current.deployments().size() > 1) {
            return new Race(this, current, call, purse, dispatcher.judge().listener())
                    .run(attempt, hedgeAfter);
        }
        try {
            return attempt.answer(call, purse);
        } catch (RuntimeException e) {
            failed(current, attempt, e);
            return null;
        }
    }

    /// @throws RuntimeException the failure, if no other deployment is to be asked
    void failed(RoutedModel current, Attempt attempt, RuntimeException failure) {
        switch (failure) {
            case DeploymentFailure _,
                    NoRoom _,
                    InferenceException.QueueFull _,
                    InferenceException.QueueTimeout _,
                    InferenceException.Unavailable _,
                    InferenceException.Failed _,
                    ApiException.ModelUnavailable _ -> {}
            case ApiException.InvalidRequest invalid
                    when unsupported(attempt, invalid) && othersElsewhere(current) ->
                    tries--;
            default -> throw failure;
        }
        failures.add(new Failure(attempt.deployment(), failure, quick(attempt, failure)));
        free = !attempt.sent();
    }

    /// Whether the runtime here can't do what a server elsewhere may.
    private static boolean unsupported(Attempt attempt, ApiException.InvalidRequest failure) {
        return attempt.deployment().local() && "unsupported_value".equals(failure.code());
    }

    private boolean othersElsewhere(RoutedModel current) {
        for (Deployment other : current.deployments()) {
            if (!other.local()
                    && !other.shadow()
                    && other.canary() == null
                    && call.regions().allow(other.region())) {
                return true;
            }
        }
        return false;
    }

    private static boolean quick(Attempt attempt, RuntimeException failure) {
        return attempt.nanos() < QUICK_NANOS
                && failure instanceof DeploymentFailure known
                && known.retryAfter() == null
                && switch (known.kind()) {
                    case UNREACHABLE, BROKEN, ERROR -> true;
                    default -> false;
                };
    }
}
