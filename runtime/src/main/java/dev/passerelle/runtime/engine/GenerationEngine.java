package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.TextGenerator;
import dev.passerelle.runtime.importer.DecoderShape;
import dev.passerelle.runtime.importer.ImportedModel;
import dev.passerelle.runtime.ort.Decoder;
import dev.passerelle.runtime.ort.DecoderSession;
import dev.passerelle.runtime.text.TextTokenizer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// A text generator on ONNX Runtime. One platform thread owns the session and everything native but
/// the tokenizer; callers reach it through a bounded queue.
public final class GenerationEngine implements TextGenerator {

    private static final Logger LOG = System.getLogger(GenerationEngine.class.getName());
    private static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(1);

    private final TextTokenizer tokenizer;
    private final DecoderShape shape;
    private final int contextLength;
    private final BlockingQueue<Sequence> waiting;
    private final Scheduler scheduler;
    private final Thread thread;
    private volatile boolean closing;

    private GenerationEngine(
            TextTokenizer tokenizer,
            DecoderShape shape,
            int contextLength,
            int queueLength,
            Decoder decoder,
            EngineOptions options) {
        this.tokenizer = tokenizer;
        this.shape = shape;
        this.contextLength = contextLength;
        this.waiting = new ArrayBlockingQueue<>(queueLength);
        this.scheduler =
                new Scheduler(
                        decoder, options.slots(), contextLength, options.prefillChunk(), waiting);
        this.thread =
                Thread.ofPlatform()
                        .name("engine-" + shape.architecture())
                        .unstarted(() -> run(decoder));
    }

    /// Loads an imported model. The engine owns the tokenizer from here on.
    public static GenerationEngine open(
            ImportedModel model, TextTokenizer tokenizer, EngineOptions options) {
        int contextLength = Math.min(options.maxLength(), model.shape().contextLength());
        int threads =
                options.threads() == 0
                        ? Runtime.getRuntime().availableProcessors()
                        : options.threads();
        DecoderSession session =
                new DecoderSession(model, options.slots() + 1, contextLength, threads);
        GenerationEngine engine =
                new GenerationEngine(
                        tokenizer,
                        model.shape(),
                        contextLength,
                        options.queueLength(),
                        session,
                        options);
        engine.thread.start();
        return engine;
    }

    @Override
    public int contextLength() {
        return contextLength;
    }

    @Override
    public Load load() {
        return scheduler.load();
    }

    @Override
    public Generation generate(GenerationRequest request) {
        refuseIfClosing();
        refuseIfSurelyTooLong(request.prompt());
        int[] prompt = tokenizer.encode(request.prompt());
        int maxTokens = maxTokens(prompt.length, request);
        Sequence sequence =
                new Sequence(
                        prompt,
                        request,
                        maxTokens,
                        tokenizer.vocabulary(),
                        shape.eosTokens(),
                        ThreadLocalRandom.current().nextLong(),
                        this::readerActed);
        if (!waiting.offer(sequence)) {
            throw new InferenceException.QueueFull(
                    "The model's queue of %d requests is full: try again later"
                            .formatted(waiting.size()),
                    RETRY_WHEN_FULL);
        }
        LockSupport.unpark(thread);
        if (closing && waiting.remove(sequence)) {
            refuseIfClosing();
        }
        return sequence;
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
        if (characters > (long) contextLength * tokenizer.vocabulary().longestToken()) {
            throw new InferenceException.ContextLengthExceeded(
                    "The prompt has %d characters, more than the model's context length of %d tokens can hold: shorten the prompt"
                            .formatted(characters, contextLength));
        }
    }

    private int maxTokens(int promptTokens, GenerationRequest request) {
        int room = contextLength - promptTokens;
        if (room < 1) {
            throw new InferenceException.ContextLengthExceeded(
                    "The prompt has %d tokens and the model's context length is %d: shorten the prompt"
                            .formatted(promptTokens, contextLength));
        }
        int wanted = request.maxTokens().orElse(room);
        if (wanted > room) {
            throw new InferenceException.ContextLengthExceeded(
                    "The prompt has %d tokens and %d more were asked for, but the model's context length is %d: shorten the prompt or ask for at most %d tokens"
                            .formatted(promptTokens, wanted, contextLength, room));
        }
        return wanted;
    }

    private void refuseIfClosing() {
        if (closing) {
            throw new InferenceException.Unavailable("The model is being unloaded");
        }
    }

    /// A reader cancelled or made room. One that is cancelled before it had a slot leaves the queue
    /// at once.
    private void readerActed(Sequence sequence) {
        if (sequence.cancelled() && waiting.remove(sequence)) {
            sequence.fail(new InferenceException.Cancelled());
        } else {
            LockSupport.unpark(thread);
        }
    }

    private void run(Decoder decoder) {
        try (decoder;
                tokenizer) {
            while (!closing) {
                if (!scheduler.turn()) {
                    LockSupport.park(this);
                }
            }
        } catch (RuntimeException | Error e) {
            closing = true;
            LOG.log(Level.ERROR, "The engine stopped", e);
        } finally {
            scheduler.failAll(new InferenceException.Unavailable("The model is being unloaded"));
        }
    }
}
