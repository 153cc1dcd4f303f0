package dev.passerelle.gateway.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Work that ends when the operator wants it to.
final class Interruptible {

    /// How long work may take to end in order; a native call or a stalled read doesn't.
    private static final Duration UNWIND = Duration.ofSeconds(2);

    private Interruptible() {}

    /// Does work in a thread of its own, which the wish interrupts.
    ///
    /// @throws InterruptedException if the wish came first
    static <T> T run(Callable<T> work, Termination wish) throws IOException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread worker = Thread.ofPlatform().daemon().name("models").start(task);
        Thread watcher = Thread.ofVirtual().start(() -> cancelOn(wish, task));
        try {
            return task.get();
        } catch (CancellationException _) {
            worker.join(UNWIND);
            throw new InterruptedException("the operator ended it");
        } catch (ExecutionException e) {
            throw rethrown(Objects.requireNonNull(e.getCause()));
        } finally {
            watcher.interrupt();
        }
    }

    private static void cancelOn(Termination wish, FutureTask<?> task) {
        try {
            wish.await();
            task.cancel(true);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the work is done
        }
    }

    private static RuntimeException rethrown(Throwable cause)
            throws IOException, InterruptedException {
        switch (cause) {
            case IOException e -> throw e;
            case InterruptedException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(cause);
        }
    }
}
