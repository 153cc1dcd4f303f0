package dev.passerelle.gateway.answer;

import dev.passerelle.runtime.Timing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer as another one is, but for what a subclass says otherwise.
public abstract class ForwardingAnswer implements Answer {
    protected final Answer answer;

    protected ForwardingAnswer(Answer answer) {
        this.answer = answer;
    }

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
        return answer.notes();
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
