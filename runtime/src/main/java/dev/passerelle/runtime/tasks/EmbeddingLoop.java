package dev.passerelle.runtime.tasks;

import dev.passerelle.runtime.InferenceException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The platform thread that owns an encoder: takes jobs from a bounded queue and reads them batch
/// by batch.
final class EmbeddingLoop implements AutoCloseable {

    private static final Logger LOG = System.getLogger(EmbeddingLoop.class.getName());

    /// Jobs that share the batches.
    private static final int MOST_AT_ONCE = 64;

    private static final String CLOSING = "the embedding model is closing; try again";

    private final EmbedderOptions options;
    private final BlockingQueue<EmbeddingJob> queue;
    private final Thread owner;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    /// Jobs that have begun or come next, in order of their turn. The owner's.
    private final Deque<EmbeddingJob> jobs = new ArrayDeque<>();

    private volatile @Nullable String whyClosed;

    private EmbeddingLoop(Supplier<Encoder> encoder, EmbedderOptions options) {
        this.options = options;
        this.queue = new ArrayBlockingQueue<>(options.queueLength());
        this.owner = Thread.ofPlatform().name("embeddings").daemon().unstarted(() -> run(encoder));
    }

    /// Opens the encoder on its thread.
    ///
    /// @throws RuntimeException as `encoder` does
    static EmbeddingLoop start(Supplier<Encoder> encoder, EmbedderOptions options) {
        EmbeddingLoop loop = new EmbeddingLoop(encoder, options);
        loop.owner.start();
        try {
            loop.opened.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw e;
        }
        return loop;
    }

    /// Queues a job.
    ///
    /// @return whether there was room
    boolean offer(EmbeddingJob job) {
        boolean queued = queue.offer(job);
        if (whyClosed != null) {
            job.done().completeExceptionally(unavailable());
            return true;
        }
        return queued;
    }

    /// Whether the owner still takes jobs.
    boolean healthy() {
        return whyClosed == null && owner.isAlive();
    }

    private void run(Supplier<Encoder> encoder) {
        try (Encoder session = encoder.get()) {
            opened.complete(null);
            while (whyClosed == null) {
                gather();
                read(session);
            }
        } catch (InterruptedException e) {
            endBecause(CLOSING);
        } catch (Throwable e) {
            endBecause("the embedding model has failed and must be restarted; the log says why");
            if (!opened.completeExceptionally(e)) {
                LOG.log(Level.ERROR, "the embedding model stopped", e);
            }
        } finally {
            failAll();
        }
    }

    /// Admits what has been queued; waits if there is nothing to do. The rest stays in the queue,
    /// so that it fills up.
    private void gather() throws InterruptedException {
        jobs.removeIf(EmbeddingJob::exhausted);
        if (jobs.isEmpty()) {
            jobs.addFirst(queue.take());
        }
        queue.drainTo(jobs, MOST_AT_ONCE - jobs.size());
    }

    private void read(Encoder session) {
        EmbeddingBatch batch = EmbeddingBatch.take(jobs, options.maxBatchTokens());
        if (batch.rows().isEmpty()) {
            return;
        }
        try {
            batch.complete(session.run(batch.tokens()));
        } catch (RuntimeException e) {
            batch.fail(e);
        }
    }

    private void failAll() {
        queue.drainTo(jobs);
        jobs.forEach(job -> job.done().completeExceptionally(unavailable()));
        jobs.clear();
    }

    private void endBecause(String reason) {
        if (whyClosed == null) {
            whyClosed = reason;
        }
    }

    private InferenceException unavailable() {
        return new InferenceException.Unavailable(String.valueOf(whyClosed));
    }

    /// Ends the thread after the batch it reads, and frees the session.
    @Override
    public void close() {
        endBecause(CLOSING);
        owner.interrupt();
        boolean interrupted = false;
        while (owner.isAlive()) {
            try {
                owner.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
