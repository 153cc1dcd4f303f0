package dev.passerelle.gateway.local;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.runtime.Timing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer that is all there.
final class Whole implements Answer {
    private final Origin origin;
    private final Tokens tokens;
    private final Timing timing;
    private final List<Note> notes;
    private byte @Nullable [] body;

    Whole(Origin origin, byte[] body, Tokens tokens, Timing timing, List<Note> notes) {
        this.origin = origin;
        this.body = body;
        this.tokens = tokens;
        this.timing = timing;
        this.notes = notes;
    }

    @Override
    public @Nullable Part next() {
        byte[] bytes = body;
        body = null;
        return bytes == null ? null : new Part(bytes);
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public boolean streamed() {
        return false;
    }

    @Override
    public Tokens tokens() {
        return tokens;
    }

    @Override
    public Timing timing() {
        return timing;
    }

    @Override
    public List<Note> notes() {
        return notes;
    }

    @Override
    public void close() {}
}
