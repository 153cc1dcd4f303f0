package dev.passerelle.gateway.local;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.gateway.openai.ReplyEncoder;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.Timing;
import dev.passerelle.runtime.Usage;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Generations as server-sent events, one choice after the other, each token as it comes.
final class StreamedText implements Answer {
    private final Origin origin;
    private final Choices choices;
    private final ReplyEncoder encoder;
    private final boolean includeUsage;
    private final List<Note> notes;
    private int index;
    private @Nullable GenerationEvent waiting;
    private int opened = -1;
    private boolean counted;
    private boolean curtailed;

    /// @param first the first event of the first choice
    StreamedText(
            Origin origin,
            Choices choices,
            GenerationEvent first,
            ReplyEncoder encoder,
            boolean includeUsage,
            List<Note> notes) {
        this.origin = origin;
        this.choices = choices;
        this.waiting = first;
        this.encoder = encoder;
        this.includeUsage = includeUsage;
        this.notes = notes;
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
            case Finished end -> ending(choice, end);
            case Failed(var cause) -> throw cause;
        };
    }

    private byte[] ending(int choice, Finished end) {
        index++;
        var limitedBy = choices.get(choice).limitedBy(end);
        curtailed |= limitedBy != null;
        return encoder.ending(choice, end.reason(), limitedBy);
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
    public Origin origin() {
        return origin;
    }

    @Override
    public boolean streamed() {
        return true;
    }

    @Override
    public Tokens tokens() {
        return choices.tokens();
    }

    @Override
    public Timing timing() {
        return choices.timing();
    }

    @Override
    public List<Note> notes() {
        return notes;
    }

    @Override
    public boolean keepable() {
        return !curtailed;
    }

    @Override
    public void close() {
        choices.close();
    }
}
