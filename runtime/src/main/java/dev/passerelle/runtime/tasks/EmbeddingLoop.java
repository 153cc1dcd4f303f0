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

/// The platform thread that owns an encoder's session: takes jobs from a bounded queue and reads
/// them batch by batch.
final class EmbeddingLoop implements AutoCloseable {

    private static final Logger LOG = System.getLogger(EmbeddingLoop.class.getName());

    /// Jobs that share the batches.
    private static final int MOST_AT_ONCE = 64;

    private final EmbedderOptions options;
    private final BlockingQueue<EmbeddingJob> queue;
    private final Thread owner;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    /// Jobs that have begun or come next, in order of their turn. The owner's.
    private final Deque<EmbeddingJob> jobs = new ArrayDeque<>();

    private volatile boolean closing;

    private EmbeddingLoop(EncoderFiles files, EmbedderOptions options) {
        this.options = options;
        this.queue = new ArrayBlockingQueue<>(options.queueLength());
        this.owner = Thread.ofPlatform().name("embeddings").daemon().unstarted(() -> run(files));
    }

    /// Opens the session on its thread.
    ///
    /// @throws IllegalArgumentException if the graph is unusable
    static EmbeddingLoop start(EncoderFiles files, EmbedderOptions options) {
        EmbeddingLoop loop = new EmbeddingLoop(files, options);
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
        if (closing) {
            job.done().completeExceptionally(unavailable());
            return true;
        }
        return queued;
    }

    /// Whether the owner still takes jobs.
    boolean healthy() {
        return !closing && owner.isAlive();
    }

    private void run(EncoderFiles files) {
        try (EncoderSession session = EncoderSession.open(files, options.threads())) {
            opened.complete(null);
            while (!closing) {
                gather();
                read(session);
            }
        } catch (InterruptedException e) {
            closing = true;
        } catch (Throwable e) {
            if (!opened.completeExceptionally(e)) {
                LOG.log(Level.ERROR, "the embedding model stopped", e);
            }
        } finally {
            closing = true;
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

    private void read(EncoderSession session) {
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

    private static InferenceException unavailable() {
        return new InferenceException.Unavailable("the embedding model is closing; try again");
    }

    /// Ends the thread after the batch it reads, and frees the session.
    @Override
    public void close() {
        closing = true;
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
