package dev.passerelle.runtime.tools;

import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.Timing;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.Usage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/// A generation whose text is told apart into reasoning, content and calls, on its reader's thread.
///
/// Each token of the text is counted with exactly one event: the first that shows what comes after
/// its beginning, at the latest a last empty delta. Log-probabilities come with content only.
final class ParsedGeneration implements Generation {

    private final Generation raw;
    private final AnswerParser parser;
    private final boolean parallel;
    private final Supplier<String> ids;
    private final Deque<GenerationEvent> ready = new ArrayDeque<>();

    /// Deltas not counted yet.
    private final Deque<Piece> pieces = new ArrayDeque<>();

    private long received;
    private int tokens;
    private int reasoningTokens;
    private int begun;
    private int complete;

    ParsedGeneration(Generation raw, AnswerShape shape, Supplier<String> ids) {
        this.raw = raw;
        this.parser = shape.parser(new Events());
        this.parallel = shape.parallel();
        this.ids = ids;
    }

    /// Where a delta lies in the text.
    private record Piece(long start, long end, int tokens, List<TokenLogprob> logprobs) {}

    @Override
    public int promptTokens() {
        return raw.promptTokens();
    }

    @Override
    public Timing timing() {
        return raw.timing();
    }

    @Override
    public void cancel() {
        raw.cancel();
    }

    @Override
    public GenerationEvent next() throws InterruptedException {
        while (ready.isEmpty()) {
            take(raw.next());
        }
        return ready.remove();
    }

    private void take(GenerationEvent event) throws InterruptedException {
        switch (event) {
            case Delta delta -> {
                receive(delta);
                parser.accept(delta.text());
                if (enough()) {
                    raw.cancel();
                    drain();
                }
            }
            case Finished(var reason, var usage) -> {
                parser.end();
                finish(reason, usage);
            }
            case Failed failed -> {
                parser.end();
                rest();
                ready.add(failed);
            }
            default -> ready.add(event);
        }
    }

    private void receive(Delta delta) {
        long end = received + delta.text().length();
        pieces.add(new Piece(received, end, delta.tokens(), delta.logprobs()));
        received = end;
        tokens += delta.tokens();
    }

    private boolean enough() {
        return !parallel && complete > 0;
    }

    /// Waits for the end of a generation that was cancelled because all that was wanted is there.
    private void drain() throws InterruptedException {
        while (true) {
            switch (raw.next()) {
                case Delta delta -> receive(delta);
                case Finished(_, var usage) -> {
                    finish(FinishReason.STOP, usage);
                    return;
                }
                case Failed _ -> {
                    finish(FinishReason.STOP, new Usage(raw.promptTokens(), tokens));
                    return;
                }
                default -> {}
            }
        }
    }

    private void finish(FinishReason reason, Usage usage) {
        rest();
        boolean calls = reason == FinishReason.STOP && complete > 0;
        ready.add(
                new Finished(
                        calls ? FinishReason.TOOL_CALLS : reason,
                        new Usage(
                                usage.promptTokens(),
                                usage.completionTokens(),
                                usage.cachedTokens(),
                                reasoningTokens)));
    }

    /// Counts what no event has shown.
    private void rest() {
        int count = count(received + 1);
        if (count > 0) {
            ready.add(new Delta("", count, List.of()));
        }
    }

    private int count(long until) {
        int count = 0;
        while (!pieces.isEmpty() && pieces.getFirst().start() < until) {
            count += pieces.remove().tokens();
        }
        return count;
    }

    private List<TokenLogprob> logprobs(long from, long until) {
        List<TokenLogprob> logprobs = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece.start() < until && piece.end() > from) {
                logprobs.addAll(piece.logprobs());
            }
        }
        return logprobs;
    }

    /// Makes events of what the parser tells.
    private final class Events implements AnswerSink {

        @Override
        public void content(String text) {
            if (!enough()) {
                long until = parser.taken();
                List<TokenLogprob> logprobs = logprobs(until - text.length(), until);
                ready.add(new Delta(text, count(until), logprobs));
            }
        }

        @Override
        public void reasoning(String text) {
            int count = count(parser.taken());
            reasoningTokens += count;
            ready.add(new GenerationEvent.Reasoning(text, count));
        }

        @Override
        public void callBegins(String name) {
            if (!enough()) {
                ready.add(
                        new GenerationEvent.ToolCallBegun(
                                begun++, ids.get(), name, count(parser.taken())));
            }
        }

        @Override
        public void arguments(String json) {
            if (!enough()) {
                ready.add(
                        new GenerationEvent.ToolCallArguments(
                                begun - 1, json, count(parser.taken())));
            }
        }

        @Override
        public void callEnds() {
            complete++;
        }
    }
}
