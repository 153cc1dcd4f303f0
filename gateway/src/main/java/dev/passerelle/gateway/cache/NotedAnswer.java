package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.runtime.Timing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer of which the client is told one thing more.
record NotedAnswer(Answer answer, Note note) implements Answer {

    @Override
    public Origin origin() {
        return answer.origin();
    }

    @Override
    public boolean streamed() {
        return answer.streamed();
    }

    @Override
    public @Nullable Part next() throws InterruptedException {
        return answer.next();
    }

    @Override
    public Tokens tokens() {
        return answer.tokens();
    }

    @Override
    public Timing timing() {
        return answer.timing();
    }

    @Override
    public List<Note> notes() {
        return Notes.with(answer.notes(), note);
    }

    @Override
    public boolean keepable() {
        return answer.keepable();
    }

    @Override
    public void close() {
        answer.close();
    }
}
