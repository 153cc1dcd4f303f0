package dev.passerelle.runtime.tools;

import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Timing;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A generation that says a text in given pieces, each of them one token.
final class Scripted implements Generation {

    private final List<String> pieces;
    private final FinishReason reason;
    private int at;
    private boolean cancelled;

    Scripted(List<String> pieces, FinishReason reason) {
        this.pieces = pieces;
        this.reason = reason;
    }

    @Override
    public int promptTokens() {
        return 7;
    }

    @Override
    public Timing timing() {
        return Timing.NONE;
    }

    @Override
    public GenerationEvent next() {
        if (cancelled) {
            return new GenerationEvent.Failed(new InferenceException.Cancelled());
        }
        if (at < pieces.size()) {
            String piece = pieces.get(at++);
            TokenLogprob logprob =
                    new TokenLogprob(at, piece.getBytes(StandardCharsets.UTF_8), -at, List.of());
            return new Delta(piece, 1, List.of(logprob));
        }
        return new Finished(reason, new Usage(7, at + 1));
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    boolean cancelled() {
        return cancelled;
    }

    /// Pieces of this many characters, the last perhaps shorter.
    static List<String> cut(String text, int length) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < text.length(); i += length) {
            pieces.add(text.substring(i, Math.min(text.length(), i + length)));
        }
        return pieces;
    }

    static List<GenerationEvent> all(Generation generation) throws InterruptedException {
        List<GenerationEvent> events = new ArrayList<>();
        do {
            events.add(generation.next());
        } while (!(events.getLast() instanceof Finished
                || events.getLast() instanceof GenerationEvent.Failed));
        return events;
    }

    /// Events as one line: `content`, `{reasoning}`, `name(arguments)`, then the reason.
    static String told(List<GenerationEvent> events) {
        StringBuilder out = new StringBuilder();
        char last = ' ';
        for (GenerationEvent event : events) {
            char kind =
                    switch (event) {
                        case Delta(var text, _, _) when text.isEmpty() -> last;
                        case Delta _ -> 'c';
                        case GenerationEvent.Reasoning _ -> 'r';
                        case GenerationEvent.ToolCallArguments _ -> 'a';
                        default -> 'x';
                    };
            if (kind != last && last != ' ' && kind != 'a') {
                out.append(last == 'r' ? "}" : last == 'a' ? ")" : "").append(' ');
            }
            if (kind != last && kind == 'r') {
                out.append('{');
            }
            switch (event) {
                case Delta delta -> out.append(delta.text());
                case GenerationEvent.Reasoning reasoning -> out.append(reasoning.text());
                case GenerationEvent.ToolCallBegun call -> out.append(call.name()).append('(');
                case GenerationEvent.ToolCallArguments more -> out.append(more.json());
                case Finished finished -> out.append(finished.reason());
                default -> out.append(event);
            }
            last = kind;
        }
        return out.toString();
    }

    static int tokens(List<GenerationEvent> events) {
        return events.stream()
                .mapToInt(event ->
                        switch (event) {
                            case Delta delta -> delta.tokens();
                            case GenerationEvent.Reasoning reasoning -> reasoning.tokens();
                            case GenerationEvent.ToolCallBegun call -> call.tokens();
                            case GenerationEvent.ToolCallArguments more -> more.tokens();
                            default -> 0;
                        })
                .sum();
    }
}
