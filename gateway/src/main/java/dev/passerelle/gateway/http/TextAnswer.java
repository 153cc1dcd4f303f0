package dev.passerelle.gateway.http;

import dev.passerelle.gateway.openai.Outcome;
import dev.passerelle.gateway.openai.ReplyEncoder;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.Usage;
import java.util.ArrayList;
import java.util.List;

/// Turns generations into an answer, whole or as events.
///
/// The answer is latent: the status line waits for the first event, so that a failure before it is
/// an ordinary error answer.
final class TextAnswer {
    private TextAnswer() {}

    static void whole(Call call, Generations generations, ReplyEncoder encoder)
            throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>(generations.list().size());
        for (MeteredGeneration generation : generations.list()) {
            outcomes.add(collect(generation));
        }
        call.json(encoder.whole(outcomes));
    }

    static void stream(
            Call call, Generations generations, ReplyEncoder encoder, boolean includeUsage)
            throws InterruptedException {
        List<MeteredGeneration> list = generations.list();
        GenerationEvent first = unlessFailed(list.getFirst().next());
        EventStream events = call.openEvents();
        Usage total = new Usage(0, 0);
        for (int i = 0; i < list.size(); i++) {
            GenerationEvent event = i == 0 ? first : unlessFailed(list.get(i).next());
            total = plus(total, choice(i, event, list.get(i), events, encoder));
        }
        if (includeUsage) {
            events.send(encoder.usage(total));
        }
        events.done();
    }

    private static Usage choice(
            int index,
            GenerationEvent first,
            MeteredGeneration generation,
            EventStream events,
            ReplyEncoder encoder)
            throws InterruptedException {
        events.send(encoder.opening(index));
        GenerationEvent event = first;
        while (event instanceof Delta delta) {
            events.send(encoder.delta(index, delta));
            event = unlessFailed(generation.next());
        }
        Finished end = (Finished) event;
        events.send(encoder.ending(index, end.reason()));
        return end.usage();
    }

    private static Outcome collect(MeteredGeneration generation) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        List<TokenLogprob> logprobs = new ArrayList<>();
        GenerationEvent event = unlessFailed(generation.next());
        while (event instanceof Delta delta) {
            text.append(delta.text());
            logprobs.addAll(delta.logprobs());
            event = unlessFailed(generation.next());
        }
        Finished end = (Finished) event;
        return new Outcome(new PromptText(text.toString()), logprobs, end.reason(), end.usage());
    }

    private static GenerationEvent unlessFailed(GenerationEvent event) {
        if (event instanceof Failed(var cause)) {
            throw cause;
        }
        return event;
    }

    private static Usage plus(Usage a, Usage b) {
        return new Usage(
                a.promptTokens() + b.promptTokens(), a.completionTokens() + b.completionTokens());
    }
}
