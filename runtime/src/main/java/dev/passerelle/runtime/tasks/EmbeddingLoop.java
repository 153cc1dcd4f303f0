package dev.passerelle.runtime.tasks;

import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Tenant;
import dev.passerelle.runtime.fairness.FairQueue;
import dev.passerelle.runtime.fairness.Overload;
import dev.passerelle.runtime.fairness.Place;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The platform thread that owns an encoder: takes jobs from a bounded queue that is fair to
/// tenants and reads them batch by batch.
final class EmbeddingLoop implements AutoCloseable {

    private static final Logger LOG = System.getLogger(EmbeddingLoop.class.getName());

    /// Jobs that share the batches.
    static final int MOST_AT_ONCE = 64;

    private static final String CLOSING = "the embedding model is closing; try again";

    private final EmbedderOptions options;
    private final FairQueue<EmbeddingJob> queue;
    private final Thread owner;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    /// Jobs that share the batches, in order of their turn. The owner's.
    private final List<EmbeddingJob> jobs = new ArrayList<>();

    private volatile @Nullable String whyClosed;

    private EmbeddingLoop(Supplier<Encoder> encoder, EmbedderOptions options) {
        this.options = options;
        this.queue =
                new FairQueue<>(
                        MOST_AT_ONCE + options.queueLength(),
                        System::nanoTime,
                        job -> job.fail(Overload.displaced()));
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

    /// Queues inputs, which fail if the loop is closed.
    ///
    /// @throws InferenceException.QueueFull if too many wait already
    EmbeddingJob submit(List<int[]> inputs, Tenant tenant) {
        Place<EmbeddingJob> place = queue.enter(tenant);
        if (place == null) {
            throw whyClosed == null ? Overload.full() : unavailable();
        }
        EmbeddingJob job = new EmbeddingJob(place, inputs);
        if (!queue.ready(place, job)) {
            job.fail(Overload.displaced());
        }
        if (whyClosed != null && queue.withdraw(place)) {
            job.fail(unavailable());
        }
        return job;
    }

    /// Drops a job that nobody waits for any more.
    void drop(EmbeddingJob job) {
        job.done().cancel(false);
        queue.withdraw(job.place());
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
        jobs.removeIf(this::leavesIfExhausted);
        if (jobs.isEmpty()) {
            jobs.add(queue.take());
        }
        while (jobs.size() < MOST_AT_ONCE) {
            EmbeddingJob next = queue.poll();
            if (next == null) {
                return;
            }
            jobs.add(next);
        }
        exchange();
    }

    private boolean leavesIfExhausted(EmbeddingJob job) {
        boolean exhausted = job.exhausted();
        if (exhausted) {
            queue.leave(job.place());
        }
        return exhausted;
    }

    /// Lets tenants that have no job among the batches in, for jobs of those that have several.
    /// Those go on later.
    private void exchange() {
        for (FairQueue.Exchange<EmbeddingJob> exchange = queue.exchange(_ -> true);
                exchange != null;
                exchange = queue.exchange(_ -> true)) {
            jobs.remove(exchange.loser().item());
            queue.putBack(exchange.loser());
            if (queue.take(exchange.winner())) {
                jobs.add(exchange.winner().item());
            }
        }
    }

    private void read(Encoder session) {
        EmbeddingBatch batch = EmbeddingBatch.take(jobs, queue, options.maxBatchTokens());
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
        for (EmbeddingJob job = queue.poll(); job != null; job = queue.poll()) {
            jobs.add(job);
        }
        for (EmbeddingJob job : jobs) {
            job.fail(unavailable());
            queue.leave(job.place());
        }
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
