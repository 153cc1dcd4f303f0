package dev.passerelle.gateway.local;

import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.gateway.openai.ReplyEncoder;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.Usage;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Generations as server-sent events, one choice after the other, each token as it comes.
final class StreamedText extends TextAnswer {
    private final boolean includeUsage;
    private int index;
    private @Nullable GenerationEvent waiting;
    private int opened = -1;
    private boolean counted;

    /// @param first the first event of the first choice
    StreamedText(
            Origin origin,
            Choices choices,
            GenerationEvent first,
            ReplyEncoder encoder,
            boolean includeUsage,
            List<Note> notes) {
        super(origin, choices, encoder, notes);
        this.waiting = first;
        this.includeUsage = includeUsage;
    }

    @Override
    public @Nullable Part next() throws InterruptedException {
        while (index < choices.size()) {
            byte[] event = event();
            if (event.length > 0) {
                return new Part(event);
            }
        }
        if (includeUsage && !counted) {
            counted = true;
            return new Part(encoder.usage(usage()));
        }
        return null;
    }

    /// The wire form of what is generated next; the first of a choice comes with its opening.
    private byte[] event() throws InterruptedException {
        int choice = index;
        GenerationEvent event = waiting == null ? choices.get(choice).next() : waiting;
        waiting = null;
        if (opened == choice) {
            return encoded(choice, event);
        }
        opened = choice;
        byte[] opening = encoder.opening(choice);
        return joined(opening, encoded(choice, event));
    }

    private byte[] encoded(int choice, GenerationEvent event) {
        return switch (event) {
            case Delta delta -> encoder.delta(choice, delta);
            case GenerationEvent.PromptRead _,
                    GenerationEvent.Reasoning _,
                    GenerationEvent.ToolCallBegun _,
                    GenerationEvent.ToolCallArguments _ ->
                    new byte[0];
            case Finished end -> ending(choice, end);
            case Failed(var cause) -> throw cause;
        };
    }

    private byte[] ending(int choice, Finished end) {
        index++;
        return encoder.ending(choice, end.reason(), limitedBy(choice, end));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private Usage usage() {
        Tokens tokens = tokens();
        return new Usage(Math.toIntExact(tokens.prompt()), Math.toIntExact(tokens.completion()));
    }

    @Override
    public boolean streamed() {
        return true;
    }
}
