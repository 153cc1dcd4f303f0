package dev.passerelle.gateway.local;

import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.openai.ReplyEncoder;
import dev.passerelle.runtime.GenerationEvent.Finished;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Generations as server-sent events, those of all choices as they come.
final class StreamedText extends TextAnswer {
    private final boolean includeUsage;
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

    /// The wire form of what is generated next; the first of all comes with the openings of all
    /// choices, so that clients know how many there are before one ends.
    private byte[] event() throws InterruptedException {
        Said first = waiting;
        if (first == null) {
            return encoded(choices.next());
        }
        waiting = null;
        ByteArrayOutputStream begin = new ByteArrayOutputStream();
        for (int choice = 0; choice < choices.size(); choice++) {
            begin.writeBytes(encoder.opening(choice, first.event()));
        }
        begin.writeBytes(encoded(first));
        return begin.toByteArray();
    }

    private byte[] encoded(Said said) {
        return said.event() instanceof Finished end
                ? ending(said.candidate(), end)
                : encoder.delta(said.candidate(), said.event());
    }

    private byte[] ending(int choice, Finished end) {
        ended++;
        return encoder.ending(choice, end.reason(), limitedBy(choice, end));
    }

    @Override
    public boolean streamed() {
        return true;
    }
}
