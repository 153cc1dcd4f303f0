package dev.passerelle.gateway.local;

import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.openai.Outcome;
import dev.passerelle.gateway.openai.ReplyEncoder;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.TokenLogprob;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Generations as one JSON object, when all of them have ended. What is generated is paid for even
/// if that never comes about.
final class WholeText extends TextAnswer {
    private @Nullable GenerationEvent first;

    /// @param first the first event of the first choice
    WholeText(
            Origin origin,
            Choices choices,
            GenerationEvent first,
            ReplyEncoder encoder,
            List<Note> notes) {
        super(origin, choices, encoder, notes);
        this.first = first;
    }

    @Override
    public @Nullable Part next() throws InterruptedException {
        GenerationEvent event = first;
        if (event == null) {
            return null;
        }
        first = null;
        List<Outcome> outcomes = new ArrayList<>(choices.size());
        outcomes.add(collect(0, event));
        for (int i = 1; i < choices.size(); i++) {
            outcomes.add(collect(i, choices.get(i).next()));
        }
        return new Part(encoder.whole(outcomes));
    }

    private Outcome collect(int index, GenerationEvent begin) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        List<TokenLogprob> logprobs = new ArrayList<>();
        GenerationEvent event = begin;
        while (event instanceof Delta delta) {
            text.append(delta.text());
            logprobs.addAll(delta.logprobs());
            event = choices.get(index).next();
        }
        Finished end = (Finished) event;
        return new Outcome(
                new PromptText(text.toString()),
                logprobs,
                end.reason(),
                end.usage(),
                limitedBy(index, end));
    }

    @Override
    public boolean streamed() {
        return false;
    }
}
