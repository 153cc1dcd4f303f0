package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.runtime.Timing;
import java.util.List;

/// What is known of an answer that has begun.
record Begun(Origin origin, boolean streamed, Timing timing, List<Note> notes, Tokens tokens) {

    static Begun of(Answer answer) {
        return new Begun(
                answer.origin(),
                answer.streamed(),
                answer.timing(),
                List.copyOf(answer.notes()),
                answer.tokens());
    }
}
