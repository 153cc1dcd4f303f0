package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.ForwardingAnswer;
import dev.passerelle.gateway.answer.Part;
import org.jspecify.annotations.Nullable;

/// An answer whose deployment is watched until its end.
final class RoutedAnswer extends ForwardingAnswer {
    private final Attempt attempt;

    RoutedAnswer(Answer answer, Attempt attempt) {
        super(answer);
        this.attempt = attempt;
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
    public void close() {
        try {
            answer.close();
        } finally {
            attempt.end(answer.tokens());
        }
    }
}
