package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.PreparedGeneration;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.Tenant;
import dev.passerelle.runtime.TextGenerator;
import dev.passerelle.runtime.importer.DecoderShape;
import dev.passerelle.runtime.importer.ImportedModel;
import dev.passerelle.runtime.ort.Decoder;
import dev.passerelle.runtime.ort.DecoderSession;
import dev.passerelle.runtime.ort.NativeHeap;
import dev.passerelle.runtime.text.TextTokenizer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A text generator on ONNX Runtime. One platform thread owns the session and everything native but
/// the tokenizer; callers reach it through a bounded queue.
public final class GenerationEngine implements TextGenerator {

    private static final Logger LOG = System.getLogger(GenerationEngine.class.getName());
    private static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(1);

    private final TextTokenizer tokenizer;
    private final DecoderShape shape;
    private final int contextLength;

    /// A text of more characters than this has more tokens than the context.
    private final long mostCharacters;

    /// One for each sequence that runs or waits, so that what is refused is known before any work.
    private final Semaphore places;

    private final Queue<Sequence> waiting = new ConcurrentLinkedQueue<>();
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
            EngineOptions options) {
        this.tokenizer = tokenizer;
        this.shape = shape;
        this.contextLength = contextLength;
        this.mostCharacters = (long) contextLength * tokenizer.vocabulary().longestToken();
        this.places = new Semaphore(options.slots() + options.queueLength());
        this.scheduler =
                new Scheduler(
                        decoder, options.slots(), contextLength, options.prefillChunk(), waiting);
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
        DecoderShape shape = model.shape();
        if (tokenizer.vocabulary().size() > shape.vocabularySize()) {
            throw new IllegalArgumentException(
                    "The tokenizer has %d tokens and the model %d: they don't belong together"
                            .formatted(tokenizer.vocabulary().size(), shape.vocabularySize()));
        }
        int contextLength = Math.min(options.maxLength(), shape.contextLength());
        Decoder decoder =
                new DecoderSession(model, options.slots() + 1, contextLength, options.threads());
        return start(tokenizer, shape, contextLength, decoder, options);
    }

    /// An engine on a decoder with one slot more than the engine's; it closes decoder and
    /// tokenizer.
    static GenerationEngine start(
            TextTokenizer tokenizer,
            DecoderShape shape,
            int contextLength,
            Decoder decoder,
            EngineOptions options) {
        GenerationEngine engine =
                new GenerationEngine(tokenizer, shape, contextLength, decoder, options);
        engine.thread.start();
        return engine;
    }

    @Override
    public int contextLength() {
        return contextLength;
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
        if (!places.tryAcquire()) {
            throw new InferenceException.QueueFull(
                    "All of the model's slots are busy and its queue is full: try again later",
                    RETRY_WHEN_FULL);
        }
        try {
            refuseIfSurelyTooLong(request.prompt());
            int[] prompt = tokenizer.encode(request.prompt());
            return new Prepared(prompt, request, maxTokens(prompt.length, request));
        } catch (RuntimeException | Error e) {
            places.release();
            throw e;
        }
    }

    private Generation start(Sequence sequence) {
        waiting.add(sequence);
        wake();
        if (whyClosed != null && waiting.remove(sequence)) {
            sequence.fail(closedBecause());
        }
        return sequence;
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

    private Sequence sequence(int[] prompt, GenerationRequest request, int maxTokens) {
        return new Sequence(
                prompt,
                request,
                maxTokens,
                tokenizer.vocabulary(),
                shape.eosTokens(),
                ThreadLocalRandom.current().nextLong(),
                new Sequence.Listener() {
                    @Override
                    public void readerActed(Sequence sequence) {
                        GenerationEngine.this.readerActed(sequence);
                    }

                    @Override
                    public void ended() {
                        places.release();
                    }
                });
    }

    /// Spares the tokenizer a text that can't fit, however its tokens fall.
    private void refuseIfSurelyTooLong(Prompt prompt) {
        long characters =
                switch (prompt) {
                    case Prompt.Chat(var messages) ->
                            messages.stream().mapToLong(m -> m.text().value().length()).sum();
                    case Prompt.Text(var text) -> text.value().length();
                    case Prompt.Tokens _ -> 0;
                };
        if (characters > mostCharacters) {
            throw new InferenceException.ContextLengthExceeded(
                    "The prompt has %d characters, more than the model's context length of %d tokens can hold: shorten the prompt"
                            .formatted(characters, contextLength));
        }
    }

    private int maxTokens(int promptTokens, GenerationRequest request) {
        if (promptTokens < 1) {
            throw new InferenceException.InvalidInput("The prompt has no tokens: send some text");
        }
        int room = contextLength - promptTokens;
        if (room < 1) {
            throw new InferenceException.ContextLengthExceeded(
                    "The prompt has %d tokens and the model's context length is %d: shorten the prompt"
                            .formatted(promptTokens, contextLength));
        }
        int wanted = request.maxTokens().orElse(room);
        if (wanted < 1) {
            throw new InferenceException.InvalidInput(
                    "%d tokens were asked for: ask for at least 1".formatted(wanted));
        }
        if (wanted > room) {
            throw new InferenceException.ContextLengthExceeded(
                    "The prompt has %d tokens and %d more were asked for, but the model's context length is %d: shorten the prompt or ask for at most %d tokens"
                            .formatted(promptTokens, wanted, contextLength, room));
        }
        return wanted;
    }

    private void refuseIfClosed() {
        if (whyClosed != null) {
            throw closedBecause();
        }
    }

    private InferenceException closedBecause() {
        return new InferenceException.Unavailable(String.valueOf(whyClosed));
    }

    /// A reader cancelled or made room. One that is cancelled before it had a slot leaves the queue
    /// at once.
    private void readerActed(Sequence sequence) {
        if (sequence.cancelled() && waiting.remove(sequence)) {
            sequence.fail(new InferenceException.Cancelled());
        } else {
            wake();
        }
    }

    private void wake() {
        called.set(true);
        LockSupport.unpark(thread);
    }

    private void run(Decoder decoder) {
        try (decoder;
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
                if (!scheduler.turn()) {
                    while (whyClosed == null && !called.get()) {
                        LockSupport.park(this);
                    }
                }
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "The engine stopped", e);
            whyClosed = "The model's engine has failed and must be restarted; the log says why";
        } finally {
            scheduler.failAll(closedBecause());
        }
    }

    /// Holds a place until it is started, and then leaves it to the sequence.
    private final class Prepared implements PreparedGeneration {
        private final int[] prompt;
        private final GenerationRequest request;
        private final int maxTokens;
        private final AtomicBoolean open = new AtomicBoolean(true);

        Prepared(int[] prompt, GenerationRequest request, int maxTokens) {
            this.prompt = prompt;
            this.request = request;
            this.maxTokens = maxTokens;
        }

        @Override
        public int promptTokens() {
            return prompt.length;
        }

        @Override
        public int maxTokens() {
            return maxTokens;
        }

        @Override
        public Generation start(int most) {
            if (most < 1 || most > maxTokens || !open.compareAndSet(true, false)) {
                throw new IllegalStateException("started twice, or with " + most + " tokens");
            }
            return GenerationEngine.this.start(sequence(prompt, request, most));
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                places.release();
            }
        }
    }
}
