package dev.passerelle.loadtests.client;

import dev.passerelle.loadtests.workload.Ask;
import dev.passerelle.loadtests.workload.Leave;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Watches all deadlines, on one thread of the platform, so that a busy client is late with none.
final class Deadlines implements AutoCloseable {
    private final ScheduledThreadPoolExecutor watch;
    private final long timeout;
    private final LongSupplier clock;

    /// @param timeout the longest a request may take, from its intended start
    /// @param clock nanoseconds since the run's start
    Deadlines(Duration timeout, LongSupplier clock) {
        this.timeout = timeout.toNanos();
        this.clock = clock;
        watch =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("loadtest-deadlines").factory());
        watch.setRemoveOnCancelPolicy(true);
        watch.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /// The deadline of a request: when its client leaves, if that is earlier than its time limit.
    Watched watch(Ask ask, long intended) {
        boolean leaves = ask.leave() instanceof Leave.After(long nanos) && nanos <= timeout;
        long limit = ask.leave() instanceof Leave.After(long nanos) && leaves ? nanos : timeout;
        Deadline deadline = new Deadline(leaves, clock);
        long left = intended + limit - clock.getAsLong();
        if (left <= 0) {
            deadline.run();
        }
        return new Watched(deadline, watch.schedule(deadline, left, TimeUnit.NANOSECONDS));
    }

    /// A deadline and the waiting for it.
    record Watched(Deadline deadline, Future<?> waiting) {
        /// See [Deadline#meet].
        boolean meet() {
            waiting.cancel(false);
            return deadline.meet();
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
