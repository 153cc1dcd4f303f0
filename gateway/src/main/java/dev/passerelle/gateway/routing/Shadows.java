package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.Prepared;
import dev.passerelle.gateway.routing.RoutingListener.Copied;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Sends copies of calls to deployments that are only being looked at. Their answers are read and
/// thrown away; nobody pays for them or waits for them.
///
/// A copy goes out when the call's own answer has begun, so that what was refused isn't copied.
final class Shadows implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Shadows.class.getName());
    private static final int MOST_AT_ONCE = 16;
    private static final long LONGEST_NANOS = Duration.ofMinutes(2).toNanos();

    private static final Purse FREE =
            new Purse() {
                @Override
                public Reservation reserve(
                        RoutedModel model, Deployment deployment, Prepared prepared) {
                    return Reservation.free(prepared.count().most());
                }

                @Override
                public void release(Reservation reservation) {}
            };

    private final Judge judge;
    private final Allotment allotment;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();

    Shadows(Judge judge, Allotment allotment) {
        this.judge = judge;
        this.allotment = allotment;
    }

    /// Copies a call that a deployment answers, if its model has shadows in the call's regions and
    /// chance wants it.
    void copy(RoutedModel model, Deployment answering, CallRequest call) {
        List<Deployment> all = model.deployments();
        if (all.size() == 1 || answering.canary() != null) {
            return;
        }
        for (int i = 0; i < all.size(); i++) {
            Deployment deployment = all.get(i);
            if (deployment.shadow()
                    && call.regions().allow(deployment.region())
                    && chosen(deployment)) {
                copy(model, call, deployment);
            }
        }
    }

    private boolean chosen(Deployment deployment) {
        double percent = deployment.config().share().shadowPercent();
        return judge.surroundings().random().nextDouble(100) < percent
                && deployment.circuit().free();
    }

    private void copy(RoutedModel model, CallRequest call, Deployment deployment) {
        if (!places.tryAcquire()) {
            judge.listener().copied(deployment, Copied.SKIPPED);
            return;
        }
        Attempt attempt = Attempt.of(judge, allotment, model, deployment);
        if (attempt == null) {
            places.release();
            return;
        }
        Thread thread = Thread.ofVirtual().name("shadow").unstarted(() -> run(attempt, call));
        running.add(thread);
        thread.start();
    }

    private void run(Attempt attempt, CallRequest call) {
        Copied outcome = Copied.FAILED;
        try (Answer answer = attempt.answer(call, FREE)) {
            while (answer.next() != null) {
                if (attempt.nanos() > LONGEST_NANOS) {
                    return;
                }
            }
            outcome = Copied.ANSWERED;
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "a copy was given up");
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "a copy failed", e);
        } finally {
            places.release();
            running.remove(Thread.currentThread());
            judge.listener().copied(attempt.deployment(), outcome);
        }
    }

    /// Copies under way.
    int running() {
        return MOST_AT_ONCE - places.availablePermits();
    }

    /// Gives up what is under way.
    @Override
    public void close() {
        running.forEach(Thread::interrupt);
    }
}
