package dev.passerelle.gateway.backend;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// What runs short tasks later, one at a time.
public interface Schedule extends AutoCloseable {

    /// Runs a task after a delay, unless closed before.
    void after(Duration delay, Runnable task);

    @Override
    void close();

    /// One on a thread of its own.
    static Schedule onThread() {
        ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("lifecycle").factory());
        return new Schedule() {
            @Override
            public void after(Duration delay, Runnable task) {
                try {
                    var _ = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                } catch (RejectedExecutionException e) {
                    // closed: nothing is to be run any more
                }
            }

            @Override
            public void close() {
                thread.shutdownNow();
            }
        };
    }
}
