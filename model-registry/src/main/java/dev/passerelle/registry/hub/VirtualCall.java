package dev.passerelle.registry.hub;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs blocking network calls on a virtual thread, where an interruption ends them at once and
/// closes their connection; on a platform thread it would go unnoticed until the next byte.
final class VirtualCall {

    private VirtualCall() {}

    /// What may block and fail.
    interface Call<T> {
        T run() throws IOException, InterruptedException;
    }

    static <T> T of(Call<T> call) throws IOException, InterruptedException {
        if (Thread.currentThread().isVirtual()) {
            return call.run();
        }
        FutureTask<T> task = new FutureTask<>(call::run);
        Thread thread = Thread.startVirtualThread(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            thread.join();
            throw e;
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static IOException failure(ExecutionException e) throws InterruptedException {
        return switch (e.getCause()) {
            case IOException io -> io;
            case InterruptedException interrupted -> throw interrupted;
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(e);
        };
    }
}
