package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.ForwardingAnswer;
import dev.passerelle.gateway.answer.Note;
import java.util.List;

/// An answer of which the client is told one thing more.
final class NotedAnswer extends ForwardingAnswer {
    private final Note note;

    NotedAnswer(Answer answer, Note note) {
        super(answer);
        this.note = note;
    }

    @Override
    public List<Note> notes() {
        return Notes.with(answer.notes(), note);
    }
}
