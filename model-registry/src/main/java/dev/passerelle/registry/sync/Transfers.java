package dev.passerelle.registry.sync;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Works on several files at a time. The first failure ends the others and is the failure of all.
final class Transfers {

    private static final int AT_A_TIME = 4;

    /// Work on one file.
    @FunctionalInterface
    interface Work<T> {
        void on(T file) throws IOException, InterruptedException;
    }

    private Transfers() {}

    /// Returns when all is done and no thread of it runs any more.
    static <T> void run(Collection<T> files, Work<T> work)
            throws IOException, InterruptedException {
        Semaphore places = new Semaphore(AT_A_TIME, true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletionService<Void> done = new ExecutorCompletionService<>(threads);
            List<Future<Void>> all = new ArrayList<>();
            try {
                for (T file : files) {
                    all.add(
                            done.submit(() -> {
                                places.acquire();
                                try {
                                    work.on(file);
                                } finally {
                                    places.release();
                                }
                                return null;
                            }));
                }
                for (int i = 0; i < all.size(); i++) {
                    done.take().get();
                }
            } catch (ExecutionException e) {
                throw unwrapped(e);
            } finally {
                all.forEach(future -> future.cancel(true));
            }
        }
    }

    private static IOException unwrapped(ExecutionException e)
            throws IOException, InterruptedException {
        switch (e.getCause()) {
            case IOException failure -> throw failure;
            case InterruptedException failure -> throw failure;
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            case null, default -> throw new IOException(e);
        }
    }
}
