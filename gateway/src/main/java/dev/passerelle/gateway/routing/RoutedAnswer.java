package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.runtime.Timing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer whose deployment is watched until its end.
final class RoutedAnswer implements Answer {
    private final Answer answer;
    private final Attempt attempt;

    RoutedAnswer(Answer answer, Attempt attempt) {
        this.answer = answer;
        this.attempt = attempt;
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
        Part part;
        try {
            part = answer.next();
        } catch (DeploymentFailure e) {
            attempt.brokeOff(e);
            throw e;
        }
        if (part == null || !answer.streamed()) {
            attempt.completed();
        }
        return part;
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
        try {
            answer.close();
        } finally {
            attempt.end(answer.tokens());
        }
    }
}
