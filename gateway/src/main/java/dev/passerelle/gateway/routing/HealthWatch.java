package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.backend.Schedule;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/// Looks regularly at the deployments that want it, whether they are asked or not.
public final class HealthWatch implements AutoCloseable {
    private static final Logger LOG = System.getLogger(HealthWatch.class.getName());
    private static final Duration TICK = Duration.ofSeconds(1);

    static final Executor THREADS = task -> Thread.ofVirtual().name("health").start(task);

    private final Router router;
    private final Judge judge;
    private final Schedule schedule;
    private final Executor threads;

    /// When each is to be looked at next; never while that goes on.
    private final Map<Deployment, Long> due = new ConcurrentHashMap<>();

    private volatile boolean closed;

    HealthWatch(Router router, Judge judge, Schedule schedule, Executor threads) {
        this.router = router;
        this.judge = judge;
        this.schedule = schedule;
        this.threads = threads;
    }

    void begin() {
        if (!closed) {
            look();
            schedule.after(TICK, this::begin);
        }
    }

    private void look() {
        List<Deployment> all =
                router.table().all().stream()
                        .flatMap(model -> model.deployments().stream())
                        .toList();
        due.keySet().retainAll(all);
        long now = judge.surroundings().now();
        for (Deployment deployment : all) {
            Duration every = deployment.every();
            if (every != null && due.getOrDefault(deployment, now) <= now) {
                due.put(deployment, Long.MAX_VALUE);
                threads.execute(() -> look(deployment, every));
            }
        }
    }

    private void look(Deployment deployment, Duration every) {
        if (deployment.use()) {
            try {
                judge.probed(deployment, healthy(deployment));
            } finally {
                deployment.leave();
            }
            due.replace(deployment, judge.surroundings().now() + every.toNanos());
        }
    }

    private static boolean healthy(Deployment deployment) {
        try {
            return deployment.backend().healthy();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "a health check failed", e);
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
