package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.PreparedGeneration;
import dev.passerelle.runtime.Tenant;
import dev.passerelle.runtime.TextGenerator;
import dev.passerelle.runtime.fairness.FairQueue;
import dev.passerelle.runtime.fairness.Overload;
import dev.passerelle.runtime.fairness.Place;
import dev.passerelle.runtime.importer.DecoderShape;
import dev.passerelle.runtime.importer.ImportedModel;
import dev.passerelle.runtime.importer.export.ExportedModel;
import dev.passerelle.runtime.ort.Decoder;
import dev.passerelle.runtime.ort.DecoderSession;
import dev.passerelle.runtime.ort.ExportedDecoder;
import dev.passerelle.runtime.ort.NativeHeap;
import dev.passerelle.runtime.text.TextTokenizer;
import dev.passerelle.runtime.tools.PlannedAnswer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A text generator on ONNX Runtime. One platform thread owns the session and everything native but
/// the tokenizer; callers reach it through a bounded queue that is fair to tenants.
public final class GenerationEngine implements TextGenerator {

    private static final Logger LOG = System.getLogger(GenerationEngine.class.getName());

    private final TextTokenizer tokenizer;
    private final Intake intake;

    /// Has a place for each sequence that runs or waits, so that what is refused is known before
    /// any work.
    private final FairQueue<Sequence> queue;

    private final QueueDeadline deadline;
    private final boolean perProject;
    private final Scheduler scheduler;
    private final Thread thread;

    /// Whether something has happened since the engine thread last looked. Its parking alone would
    /// not do: a lock it waits for parks on the same permit.
    private final AtomicBoolean called = new AtomicBoolean();

    private volatile @Nullable String whyClosed;

    private GenerationEngine(
            TextTokenizer tokenizer,
            DecoderShape shape,
            int contextLength,
            Decoder decoder,
            EngineOptions options,
            LongSupplier ticker) {
        this.tokenizer = tokenizer;
        this.intake = new Intake(tokenizer, shape, contextLength);
        this.queue =
                new FairQueue<>(
                        options.slots() + options.queueLength(),
                        ticker,
                        sequence -> sequence.fail(Overload.displaced()));
        this.deadline = new QueueDeadline(queue, options.queueDeadline());
        this.perProject = options.prefixCaching().perProject();
        this.scheduler = new Scheduler(decoder, options, contextLength, queue, ticker);
        this.thread =
                Thread.ofPlatform()
                        .name("engine-" + shape.architecture())
                        .unstarted(() -> run(decoder));
    }

    /// Loads an imported model. The engine owns the tokenizer from here on.
    ///
    /// @throws IllegalArgumentException if the tokenizer has tokens that the model doesn't know, or
    ///   the KV cache would be too large
    public static GenerationEngine open(
            ImportedModel model, TextTokenizer tokenizer, EngineOptions options) {
        return open(
                model.shape(),
                tokenizer,
                options,
                (slots, length) ->
                        DecoderSession.open(
                                model, slots, length, options.threads(), options.device()));
    }

    /// Loads an exported model. The engine owns the tokenizer from here on.
    ///
    /// @throws IllegalArgumentException as for an imported one
    public static GenerationEngine open(
            ExportedModel model, TextTokenizer tokenizer, EngineOptions options) {
        return open(
                model.shape(),
                tokenizer,
                options,
                (slots, length) -> ExportedDecoder.open(model, slots, length, options.threads()));
    }

    /// Opens a decoder for so many slots of so many tokens.
    private interface DecoderOpening {
        Decoder open(int slots, int maxLength);
    }

    private static GenerationEngine open(
            DecoderShape shape,
            TextTokenizer tokenizer,
            EngineOptions options,
            DecoderOpening opening) {
        if (tokenizer.vocabulary().size() > shape.vocabularySize()) {
            throw new IllegalArgumentException(
                    "The tokenizer has %d tokens and the model %d: they don't belong together"
                            .formatted(tokenizer.vocabulary().size(), shape.vocabularySize()));
        }
        int contextLength = Math.min(options.maxLength(), shape.contextLength());
        Decoder decoder = opening.open(options.slots() + 1, contextLength);
        GenerationEngine engine =
                start(tokenizer, shape, contextLength, decoder, options, System::nanoTime);
        Thread.ofPlatform()
                .daemon()
                .name("constraints-" + shape.architecture())
                .start(() -> engine.intake.warmUp());
        return engine;
    }

    /// An engine on a decoder with one slot more than the engine's; it closes decoder and
    /// tokenizer.
    ///
    /// @param ticker nanoseconds, as [System#nanoTime()]
    static GenerationEngine start(
            TextTokenizer tokenizer,
            DecoderShape shape,
            int contextLength,
            Decoder decoder,
            EngineOptions options,
            LongSupplier ticker) {
        GenerationEngine engine =
                new GenerationEngine(tokenizer, shape, contextLength, decoder, options, ticker);
        engine.thread.start();
        return engine;
    }

    @Override
    public int contextLength() {
        return intake.contextLength();
    }

    @Override
    public boolean healthy() {
        return whyClosed == null && thread.isAlive();
    }

    @Override
    public Load load() {
        return scheduler.load();
    }

    @Override
    public PreparedGeneration prepare(GenerationRequest request, Tenant tenant) {
        refuseIfClosed();
        intake.check(request);
        Place<Sequence> place = queue.enter(tenant);
        if (place == null) {
            throw Overload.full();
        }
        try {
            String scope = perProject ? tenant.project() : "";
            return new Prepared(place, intake.accept(request), scope);
        } catch (RuntimeException | Error e) {
            queue.leave(place);
            throw e;
        }
    }

    private void start(Sequence sequence) {
        if (!queue.ready(sequence.place(), sequence)) {
            sequence.fail(Overload.displaced());
        }
        wake();
        if (whyClosed != null && queue.withdraw(sequence.place())) {
            sequence.fail(closedBecause());
        }
    }

    @Override
    public void close() {
        if (whyClosed == null) {
            whyClosed = "The model is being unloaded";
        }
        wake();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Sequence sequence(
            Place<Sequence> place, PlannedAnswer answer, int maxTokens, String scope) {
        return new Sequence(
                place,
                answer.prompt(),
                answer.request(),
                maxTokens,
                answer.vocabulary(),
                intake.eosTokens(),
                scope,
                ThreadLocalRandom.current().nextLong(),
                new Sequence.Listener() {
                    @Override
                    public void readerActed(Sequence sequence) {
                        GenerationEngine.this.readerActed(sequence);
                    }

                    @Override
                    public void ended(Sequence sequence) {
                        queue.leave(sequence.place());
                    }
                });
    }

    private void refuseIfClosed() {
        if (whyClosed != null) {
            throw closedBecause();
        }
    }

    private InferenceException closedBecause() {
        return new InferenceException.Unavailable(String.valueOf(whyClosed));
    }

    /// A reader cancelled or made room. One that is cancelled while it waits leaves the queue at
    /// once.
    private void readerActed(Sequence sequence) {
        if (sequence.cancelled() && queue.withdraw(sequence.place())) {
            sequence.fail(new InferenceException.Cancelled());
        }
        wake();
    }

    private void wake() {
        called.set(true);
        LockSupport.unpark(thread);
    }

    private void run(Decoder decoder) {
        try (decoder;
                scheduler;
                tokenizer) {
            turnUntilClosed();
        } finally {
            NativeHeap.trim();
        }
    }

    private void turnUntilClosed() {
        try {
            while (whyClosed == null) {
                called.set(false);
                deadline.enforce();
                if (!scheduler.turn()) {
                    park();
                }
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "The engine stopped", e);
            whyClosed = "The model's engine has failed and must be restarted; the log says why";
        } finally {
            scheduler.failAll(closedBecause());
        }
    }

    private void park() {
        long nanos = deadline.nanosLeft();
        while (whyClosed == null && !called.get() && nanos > 0) {
            LockSupport.parkNanos(this, nanos);
            nanos = deadline.nanosLeft();
        }
    }

    /// Holds a place until it is started, and then leaves it to the sequence.
    private final class Prepared implements PreparedGeneration {
        private final Place<Sequence> place;
        private final Intake.Accepted accepted;
        private final String scope;
        private final AtomicBoolean open = new AtomicBoolean(true);

        Prepared(Place<Sequence> place, Intake.Accepted accepted, String scope) {
            this.place = place;
            this.accepted = accepted;
            this.scope = scope;
        }

        @Override
        public int promptTokens() {
            return accepted.answer().prompt().length;
        }

        @Override
        public int maxTokens() {
            return accepted.maxTokens();
        }

        @Override
        public Generation start(int most) {
            if (most < Math.min(1, maxTokens())
                    || most > maxTokens()
                    || !open.compareAndSet(true, false)) {
                throw new IllegalStateException("started twice, or with " + most + " tokens");
            }
            Sequence sequence = sequence(place, accepted.answer(), most, scope);
            accepted.constraint().ifPresent(sequence::constrain);
            GenerationEngine.this.start(sequence);
            return accepted.answer().read(sequence);
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                queue.leave(place);
            }
        }
    }
}
