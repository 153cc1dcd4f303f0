package dev.passerelle.gateway.local;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.gateway.openai.Outcome;
import dev.passerelle.gateway.openai.ReplyEncoder;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.Timing;
import dev.passerelle.runtime.TokenLogprob;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Generations as one JSON object, when all of them have ended. What is generated is paid for even
/// if that never comes about.
final class WholeText implements Answer {
    private final Origin origin;
    private final Choices choices;
    private final ReplyEncoder encoder;
    private final List<Note> notes;
    private @Nullable GenerationEvent first;
    private boolean curtailed;

    /// @param first the first event of the first choice
    WholeText(
            Origin origin,
            Choices choices,
            GenerationEvent first,
            ReplyEncoder encoder,
            List<Note> notes) {
        this.origin = origin;
        this.choices = choices;
        this.first = first;
        this.encoder = encoder;
        this.notes = notes;
    }

    @Override
    public @Nullable Part next() throws InterruptedException {
        GenerationEvent event = first;
        if (event == null) {
            return null;
        }
        first = null;
        List<Outcome> outcomes = new ArrayList<>(choices.size());
        outcomes.add(collect(choices.get(0), event));
        for (int i = 1; i < choices.size(); i++) {
            outcomes.add(collect(choices.get(i), choices.get(i).next()));
        }
        return new Part(encoder.whole(outcomes));
    }

    private Outcome collect(RunningChoice choice, GenerationEvent begin)
            throws InterruptedException {
        StringBuilder text = new StringBuilder();
        List<TokenLogprob> logprobs = new ArrayList<>();
        GenerationEvent event = begin;
        while (event instanceof Delta delta) {
            text.append(delta.text());
            logprobs.addAll(delta.logprobs());
            event = choice.next();
        }
        Finished end = (Finished) event;
        Outcome outcome =
                new Outcome(
                        new PromptText(text.toString()),
                        logprobs,
                        end.reason(),
                        end.usage(),
                        choice.limitedBy(end));
        curtailed |= outcome.limitedBy() != null;
        return outcome;
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
        return choices.tokens();
    }

    @Override
    public Timing timing() {
        return choices.timing();
    }

    @Override
    public List<Note> notes() {
        return notes;
    }

    @Override
    public boolean keepable() {
        return !curtailed;
    }

    @Override
    public void close() {
        choices.close();
    }
}
