package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.runtime.Timing;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A kept answer, given again part by part.
final class Replay implements Answer {
    private final Kept kept;
    private final Tokens cost;
    private final Duration age;
    private int next;

    /// @param cost what this time is to be paid for
    Replay(Kept kept, Tokens cost, Duration age) {
        this.kept = kept;
        this.cost = cost;
        this.age = age;
    }

    @Override
    public Origin origin() {
        return kept.origin();
    }

    @Override
    public boolean streamed() {
        return kept.streamed();
    }

    @Override
    public @Nullable Part next() {
        if (next == kept.ends().length) {
            return null;
        }
        int start = next == 0 ? 0 : kept.ends()[next - 1];
        return new Part(kept.bytes(), start, kept.ends()[next++] - start);
    }

    @Override
    public Tokens tokens() {
        return cost;
    }

    @Override
    public Timing timing() {
        return Timing.NONE;
    }

    @Override
    public List<Note> notes() {
        return Notes.hit(age);
    }

    @Override
    public void close() {}
}
