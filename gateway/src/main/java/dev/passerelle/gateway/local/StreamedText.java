package dev.passerelle.gateway.local;

import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.openai.ReplyEncoder;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Finished;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Generations as server-sent events, those of all choices as they come.
final class StreamedText extends TextAnswer {
    private final boolean includeUsage;
    private final BitSet opened = new BitSet();
    private @Nullable Said waiting;
    private int ended;
    private boolean counted;

    /// @param first the first event
    StreamedText(
            Origin origin,
            Choices choices,
            Said first,
            ReplyEncoder encoder,
            boolean includeUsage,
            List<Note> notes) {
        super(origin, choices, encoder, notes);
        this.waiting = first;
        this.includeUsage = includeUsage;
    }

    @Override
    public @Nullable Part next() throws InterruptedException {
        while (ended < choices.size()) {
            byte[] event = event();
            if (event.length > 0) {
                return new Part(event);
            }
        }
        if (includeUsage && !counted) {
            counted = true;
            return new Part(encoder.usage(choices.usage()));
        }
        return null;
    }

    /// The wire form of what is generated next; the first of a choice comes with its opening.
    private byte[] event() throws InterruptedException {
        Said said = waiting == null ? choices.next() : waiting;
        waiting = null;
        int choice = said.candidate();
        if (opened.get(choice)) {
            return encoded(choice, said.event());
        }
        opened.set(choice);
        byte[] opening = encoder.opening(choice, said.event());
        return joined(opening, encoded(choice, said.event()));
    }

    private byte[] encoded(int choice, GenerationEvent event) {
        return event instanceof Finished end ? ending(choice, end) : encoder.delta(choice, event);
    }

    private byte[] ending(int choice, Finished end) {
        ended++;
        return encoder.ending(choice, end.reason(), limitedBy(choice, end));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Override
    public boolean streamed() {
        return true;
    }
}
