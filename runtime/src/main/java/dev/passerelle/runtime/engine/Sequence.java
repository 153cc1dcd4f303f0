package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Timing;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.Usage;
import dev.passerelle.runtime.constrained.CompiledConstraint;
import dev.passerelle.runtime.constrained.ConstraintState;
import dev.passerelle.runtime.fairness.Place;
import dev.passerelle.runtime.prefix.BlockKeys;
import dev.passerelle.runtime.sampling.LogitsRow;
import dev.passerelle.runtime.sampling.Sampler;
import dev.passerelle.runtime.text.Detokenizer;
import dev.passerelle.runtime.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// One generation, from the queue to its last event. Its reader takes events and may cancel; all
/// else belongs to the engine thread.
final class Sequence implements Generation {

    /// Events a reader may be behind before its sequence pauses.
    private static final int EVENTS = 64;

    /// Room for a last delta and the end, beyond what pauses a sequence.
    private static final int RESERVE = 3;

    private final BlockingQueue<GenerationEvent> events =
            new ArrayBlockingQueue<>(EVENTS + RESERVE);
    private final Listener listener;
    private volatile boolean cancelled;
    private volatile boolean paused;

    private final Place<Sequence> place;
    private final Progress progress;
    private final BlockKeys blocks;
    private final GenerationRequest request;
    private final int maxTokens;
    private final TokenScores scores;
    private final Optional<PromptScores> promptScores;
    private final List<Integer> eosTokens;
    private final Detokenizer detokenizer;
    private final Sampler sampler;
    private final List<TokenLogprob> heldLogprobs = new ArrayList<>();

    /// How far the text has come under the request's constraint.
    private Optional<ConstraintState> constraint = Optional.empty();

    private boolean ended;

    /// @param scope whose prompts it may share; see [BlockKeys]
    Sequence(
            Place<Sequence> place,
            int[] prompt,
            GenerationRequest request,
            int maxTokens,
            Vocabulary vocabulary,
            List<Integer> eosTokens,
            String scope,
            long seed,
            Listener listener) {
        this.place = place;
        this.progress = new Progress(prompt);
        this.blocks = new BlockKeys(scope, prompt.length);
        this.blocks.cover(progress::token, prompt.length);
        this.request = request;
        this.maxTokens = maxTokens;
        this.scores = new TokenScores(vocabulary);
        this.promptScores =
                request.promptLogprobs().stream()
                        .mapToObj(top -> new PromptScores(prompt, top, scores))
                        .findFirst();
        this.eosTokens = eosTokens;
        this.detokenizer = new Detokenizer(vocabulary, request.stop());
        this.sampler = new Sampler(request.sampling(), prompt, seed);
        this.listener = listener;
    }

    /// Lets only texts be generated that satisfy this. Before it starts.
    void constrain(CompiledConstraint compiled) {
        constraint = Optional.of(compiled.start());
    }

    /// Who is told what becomes of a sequence.
    interface Listener {

        /// The reader, on its thread, cancelled or made room again.
        void readerActed(Sequence sequence);

        /// It ends, and its last event comes next. Once for each sequence.
        void ended(Sequence sequence);
    }

    // --- the reader's side ---

    @Override
    public int promptTokens() {
        return progress.prompt().length;
    }

    @Override
    public Timing timing() {
        return place.timing();
    }

    @Override
    public GenerationEvent next() throws InterruptedException {
        GenerationEvent event = events.take();
        if (paused && roomy()) {
            listener.readerActed(this);
        }
        return event;
    }

    @Override
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            listener.readerActed(this);
        }
    }

    int eventsWaiting() {
        return events.size();
    }

    boolean cancelled() {
        return cancelled;
    }

    // --- the engine's side ---

    Place<Sequence> place() {
        return place;
    }

    Progress progress() {
        return progress;
    }

    boolean ended() {
        return ended;
    }

    /// Names of its blocks: those of its prompt at least.
    BlockKeys blocks() {
        return blocks;
    }

    /// Blocks at its beginning that need not be computed if their keys and values are known: not
    /// those after which logits are needed.
    int reusableBlocks() {
        int prompt = progress.prompt().length;
        int tokens =
                progress.generated() > 0
                        ? prompt + progress.generated() - 1
                        : Math.min(
                                prompt - 1, promptScores.map(PromptScores::passed).orElse(prompt));
        blocks.cover(progress::token, tokens);
        return tokens / BlockKeys.TOKENS;
    }

    /// Whole blocks of the prompt.
    int promptBlocks() {
        return progress.prompt().length / BlockKeys.TOKENS;
    }

    /// Names all blocks that are whole in the slot.
    void nameBlocks() {
        blocks.cover(progress::token, progress.length());
    }

    /// Where the log-probabilities of the prompt go, if they were asked for.
    Optional<PromptScores> promptScores() {
        return promptScores;
    }

    /// Whether the reader is so far behind that no more may be generated.
    boolean mustPause() {
        // raised before the look, so that a reader who makes room after it wakes the engine
        paused = true;
        paused = events.remainingCapacity() <= RESERVE;
        return paused;
    }

    /// Whether a paused sequence may go on.
    boolean mayResume() {
        return roomy();
    }

    private boolean roomy() {
        return events.size() <= EVENTS / 2;
    }

    /// The prompt is read for the first time.
    ///
    /// @param row the logits after it
    void promptRead(LogitsRow row) {
        promptScores.ifPresent(read -> {
            place.answered();
            tell(read.event());
        });
        if (maxTokens == 0) {
            finish(FinishReason.LENGTH);
        } else {
            advance(row);
        }
    }

    /// Chooses the next token from its logits and tells the reader.
    void advance(LogitsRow row) {
        try {
            constraint.ifPresent(state -> row.allowOnly(state.mask().bits()));
        } catch (InferenceException e) {
            fail(e);
            return;
        }
        int token = sampler.next(row);
        constraint.ifPresent(state -> {
            state.accept(token);
            state.findAhead(Thread::startVirtualThread);
        });
        progress.append(token);
        place.answered();
        boolean goesOn = request.ignoreEos() && constraint.isEmpty();
        if (!goesOn && eosTokens.contains(token)) {
            finish(FinishReason.STOP);
            return;
        }
        request.topLogprobs().ifPresent(count -> heldLogprobs.add(scores.of(row, token, count)));
        Detokenizer.Released released = detokenizer.append(token);
        emit(released);
        if (released.stopped()) {
            end(new GenerationEvent.Finished(FinishReason.STOP, usage()));
        } else if (constraint.map(ConstraintState::mustEnd).orElse(false)) {
            finish(FinishReason.STOP);
        } else if (progress.generated() >= maxTokens) {
            finish(FinishReason.LENGTH);
        }
    }

    /// Ends with an error, unless it has ended already. Undelivered text is dropped in favour of
    /// the error if there is no room for both.
    void fail(InferenceException cause) {
        if (!ended) {
            if (cause instanceof InferenceException.Cancelled && events.remainingCapacity() > 1) {
                // so that who cancelled can count every token
                emit(detokenizer.finish());
            }
            end(new GenerationEvent.Failed(cause));
        }
    }

    private void finish(FinishReason reason) {
        Detokenizer.Released rest = detokenizer.finish();
        emit(rest);
        end(new GenerationEvent.Finished(rest.stopped() ? FinishReason.STOP : reason, usage()));
    }

    private void end(GenerationEvent last) {
        ended = true;
        place.answered();
        // before its reader knows, so that who has read the end finds the place free
        listener.ended(this);
        while (!events.offer(last)) {
            events.poll();
        }
    }

    private void emit(Detokenizer.Released released) {
        if (released.text().isEmpty() && released.tokens() == 0) {
            return;
        }
        List<TokenLogprob> head =
                heldLogprobs.subList(0, Math.min(released.tokens(), heldLogprobs.size()));
        List<TokenLogprob> logprobs = List.copyOf(head);
        head.clear();
        tell(new Delta(released.text(), released.tokens(), logprobs));
    }

    private void tell(GenerationEvent event) {
        if (!events.offer(event)) {
            throw new IllegalStateException("A sequence ran although its reader had no room");
        }
    }

    private Usage usage() {
        return new Usage(progress.prompt().length, progress.generated(), progress.cached(), 0);
    }
}
