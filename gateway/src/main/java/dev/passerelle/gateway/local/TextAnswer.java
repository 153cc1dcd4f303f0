package dev.passerelle.gateway.local;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.gateway.openai.LimitedBy;
import dev.passerelle.gateway.openai.ReplyEncoder;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.Timing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Generations as an answer.
abstract class TextAnswer implements Answer {
    final Choices choices;
    final ReplyEncoder encoder;
    private final Origin origin;
    private final List<Note> notes;
    private boolean curtailed;

    TextAnswer(Origin origin, Choices choices, ReplyEncoder encoder, List<Note> notes) {
        this.origin = origin;
        this.choices = choices;
        this.encoder = encoder;
        this.notes = notes;
    }

    /// The limit that ended a choice; absent if it ended by itself.
    @Nullable LimitedBy limitedBy(int choice, Finished end) {
        LimitedBy limit = choices.limitedBy(choice, end);
        curtailed |= limit != null;
        return limit;
    }

    @Override
    public final Origin origin() {
        return origin;
    }

    @Override
    public final Tokens tokens() {
        return choices.tokens();
    }

    @Override
    public final Timing timing() {
        return choices.timing();
    }

    @Override
    public final List<Note> notes() {
        return notes;
    }

    @Override
    public final boolean keepable() {
        return !curtailed;
    }

    @Override
    public final void close() {
        choices.close();
    }
}
