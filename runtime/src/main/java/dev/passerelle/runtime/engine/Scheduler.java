package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.TextGenerator.Load;
import dev.passerelle.runtime.fairness.FairQueue;
import dev.passerelle.runtime.ort.Decoder;
import dev.passerelle.runtime.prefix.PrefixCache;
import dev.passerelle.runtime.sampling.LogitsRow;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// The engine thread's work: decides what runs next and runs it.
///
/// Each turn drops cancelled sequences, hands free slots to waiting ones and takes slots from
/// tenants with many for those with none, reads some of the unread prompt whose tenant's turn it
/// is, then decodes one token of every running sequence.
final class Scheduler implements Decoding.Steps, AutoCloseable {

    private static final Logger LOG = System.getLogger(Scheduler.class.getName());

    /// Tokens that a sequence which lost its slot generates before it may lose it again.
    static final int TOKENS_BETWEEN_PREEMPTIONS = 16;

    private final Decoder decoder;
    private final Slots slots;
    private final FairQueue<Sequence> queue;
    private final Pace pace;
    private final PrefixCache cache;
    private final PrefixReuse reuse;
    private final PromptReading reading;
    private final Decoding decoding;
    private final Predicate<Sequence> mayYield = this::mayYield;

    private final LogitsRow row;
    private final int maxLength;
    private volatile Load load;

    /// @param decoder has one slot more than `options` say
    /// @param maxLength tokens a sequence can hold
    /// @param queue of sequences without a slot; filled by other threads
    /// @param ticker nanoseconds, as [System#nanoTime()]
    Scheduler(
            Decoder decoder,
            EngineOptions options,
            int maxLength,
            FairQueue<Sequence> queue,
            LongSupplier ticker) {
        this.decoder = decoder;
        this.slots = new Slots(decoder, options.slots());
        this.queue = queue;
        this.pace = new Pace(ticker, options.prefillChunk(), options.slots());
        this.cache = new PrefixCache(decoder, options.prefixCaching().bytes());
        this.reuse = new PrefixReuse(decoder, slots, cache, pace);
        this.reading = new PromptReading(decoder, slots, queue, pace, reuse);
        this.decoding = new Decoding(decoder, slots, pace, options.speculation(), maxLength, this);
        this.row = new LogitsRow(decoder.vocabularySize());
        this.maxLength = maxLength;
        this.load = new Load(options.slots(), 0, 0, 0, (long) options.slots() * maxLength);
    }

    /// The state after the last turn; from any thread.
    Load load() {
        return load;
    }

    /// Does one turn.
    ///
    /// @return whether there was anything to do; if not, there won't be until a sequence arrives,
    ///   is cancelled or makes room
    boolean turn() {
        dropCancelled();
        pauseAndResume();
        admit();
        boolean read = readPromptChunk();
        dropCancelled();
        boolean decoded = decoding.step();
        boolean worked = read || decoded;
        if (worked) {
            slots.stepDone();
        } else {
            slots.releaseFree();
        }
        publishLoad();
        return worked;
    }

    /// Fails all there is.
    void failAll(InferenceException cause) {
        slots.held().forEach(sequence -> sequence.fail(cause));
        slots.clear();
        reading.clear();
        for (Sequence sequence = queue.poll(); sequence != null; sequence = queue.poll()) {
            sequence.fail(cause);
        }
        publishLoad();
    }

    private void dropCancelled() {
        for (Sequence sequence : slots.held()) {
            if (sequence.cancelled()) {
                end(sequence, new InferenceException.Cancelled());
            }
        }
    }

    private void pauseAndResume() {
        for (Sequence sequence : slots.held()) {
            if (!sequence.progress().promptRead()) {
                continue;
            }
            if (slots.runs(sequence)) {
                if (sequence.mustPause()) {
                    slots.suspend(sequence);
                }
            } else if (sequence.mayResume()) {
                slots.start(sequence);
            }
        }
    }

    private void admit() {
        do {
            while (!slots.full()) {
                Sequence next = queue.poll();
                if (next == null) {
                    return;
                }
                seat(next);
            }
        } while (preempt());
    }

    private void seat(Sequence sequence) {
        slots.occupy(sequence);
        reading.add(sequence);
        sequence.place().begun();
    }

    /// Takes a slot from a tenant with many for one with none.
    ///
    /// @return whether there was one to take
    private boolean preempt() {
        FairQueue.Exchange<Sequence> exchange = queue.exchange(mayYield);
        if (exchange == null) {
            return false;
        }
        giveUpSlot(exchange.loser().item());
        if (queue.take(exchange.winner())) {
            seat(exchange.winner().item());
        }
        return true;
    }

    private void giveUpSlot(Sequence sequence) {
        leave(sequence);
        sequence.progress().rewind();
        queue.putBack(sequence.place());
        // its reader may have cancelled it just before it was back
        if (sequence.cancelled() && queue.withdraw(sequence.place())) {
            sequence.fail(new InferenceException.Cancelled());
        }
    }

    /// One that lost its slot before gets somewhere in between, unless it stands still anyway.
    private boolean mayYield(Sequence sequence) {
        Progress progress = sequence.progress();
        return !sequence.cancelled()
                && (progress.rewinds() == 0
                        || progress.generatedSinceRewind() >= TOKENS_BETWEEN_PREEMPTIONS
                        || (progress.promptRead() && !slots.runs(sequence)));
    }

    private boolean readPromptChunk() {
        Sequence sequence = reading.next();
        if (sequence == null) {
            return false;
        }
        try {
            reading.read(sequence, slots.running() > 0);
        } catch (RuntimeException e) {
            failed(List.of(sequence), e);
            return true;
        }
        if (sequence.progress().promptRead()) {
            promptRead(sequence);
        }
        return true;
    }

    private void promptRead(Sequence sequence) {
        reading.remove(sequence);
        if (sequence.progress().generated() == 0) {
            answer(sequence, reading.lastRow(), sequence::promptRead);
            if (!sequence.ended()) {
                slots.start(sequence);
            }
        } else if (!sequence.mustPause()) {
            slots.start(sequence);
        }
    }

    @Override
    public void stepped(Sequence sequence, int logitsRow) {
        answer(sequence, logitsRow, sequence::advance);
    }

    private void answer(Sequence sequence, int logitsRow, Consumer<LogitsRow> answer) {
        int before = sequence.progress().generated();
        try {
            row.load(decoder.logits(), logitsRow);
            answer.accept(row);
        } catch (RuntimeException e) {
            failed(List.of(sequence), e);
            return;
        }
        queue.served(sequence.place(), sequence.progress().generated() - before);
        if (sequence.ended()) {
            leave(sequence);
        }
    }

    @Override
    public void failed(List<Sequence> sequences, RuntimeException cause) {
        LOG.log(Level.ERROR, "A step with " + sequences.size() + " sequences failed", cause);
        sequences.forEach(sequence ->
                end(
                        sequence,
                        new InferenceException.Failed(
                                "The model failed to compute an answer", cause)));
    }

    private void end(Sequence sequence, InferenceException cause) {
        sequence.fail(cause);
        leave(sequence);
    }

    private void leave(Sequence sequence) {
        reading.remove(sequence);
        reuse.keepAll(sequence);
        slots.vacate(sequence);
    }

    private void publishLoad() {
        List<Sequence> held = slots.held();
        long kvTokens = held.stream().mapToLong(each -> each.progress().length()).sum();
        load =
                new Load(
                        slots.count(),
                        held.size(),
                        queue.waiting(),
                        kvTokens,
                        (long) slots.count() * maxLength,
                        reading.tokensReused(),
                        reading.tokensRead());
    }

    @Override
    public void close() {
        cache.close();
    }
}
