package dev.passerelle.gateway.http;

import dev.passerelle.gateway.openai.Outcome;
import dev.passerelle.gateway.openai.ReplyEncoder;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns generations into an answer, whole or as events.
///
/// The answer is latent: the status line waits for the first event, so that a failure before it is
/// an ordinary error answer. Tokens are billed as they are handed over; those of a whole answer
/// that never comes about, as they are generated.
final class TextAnswer {
    private final Call call;
    private final Admittance admittance;
    private final Bill bill;
    private final List<MeteredGeneration> generations;
    private final ReplyEncoder encoder;
    private final @Nullable StringBuilder transcript;

    TextAnswer(Call call, Admittance admittance, Generations generations, ReplyEncoder encoder) {
        this.call = call;
        this.admittance = admittance;
        this.bill = call.bill();
        this.generations = generations.list();
        this.encoder = encoder;
        Call.Said said = call.said();
        this.transcript = said == null ? null : said.answer();
    }

    void whole() throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>(generations.size());
        for (int i = 0; i < generations.size(); i++) {
            outcomes.add(collect(generations.get(i), first(i)));
        }
        call.stages().generated();
        bill.handedOver();
        bill.settle();
        call.tellTimes(true);
        call.json(encoder.whole(outcomes));
    }

    void stream(boolean includeUsage) throws InterruptedException {
        GenerationEvent first = first(0);
        EventStream events = call.openEvents();
        Usage total = new Usage(0, 0);
        for (int i = 0; i < generations.size(); i++) {
            total = plus(total, choice(i, i == 0 ? first : first(i), events));
        }
        call.stages().generated();
        bill.settle();
        if (includeUsage) {
            events.send(encoder.usage(total));
        }
        events.done();
    }

    private GenerationEvent first(int index) throws InterruptedException {
        MeteredGeneration generation = generations.get(index);
        GenerationEvent event = generation.first(bill);
        if (index == 0) {
            admittance.answering(call, generation.timing());
        }
        return event;
    }

    private Usage choice(int index, GenerationEvent first, EventStream events)
            throws InterruptedException {
        MeteredGeneration generation = generations.get(index);
        events.send(encoder.opening(index));
        GenerationEvent event = first;
        while (event instanceof Delta delta) {
            events.send(encoder.delta(index, delta));
            handedOver(delta.tokens());
            transcribe(delta);
            event = generation.next();
        }
        Finished end = (Finished) event;
        events.send(encoder.ending(index, end.reason(), generation.limitedBy(end)));
        handedOver(generation.rest(end));
        return end.usage();
    }

    private void handedOver(int tokens) {
        bill.generated(tokens);
        bill.handedOver();
    }

    private Outcome collect(MeteredGeneration generation, GenerationEvent first)
            throws InterruptedException {
        StringBuilder text = new StringBuilder();
        List<TokenLogprob> logprobs = new ArrayList<>();
        GenerationEvent event = first;
        while (event instanceof Delta delta) {
            bill.generated(delta.tokens());
            transcribe(delta);
            text.append(delta.text());
            logprobs.addAll(delta.logprobs());
            event = generation.next();
        }
        Finished end = (Finished) event;
        bill.generated(generation.rest(end));
        return new Outcome(
                new PromptText(text.toString()),
                logprobs,
                end.reason(),
                end.usage(),
                generation.limitedBy(end));
    }

    private void transcribe(Delta delta) {
        if (transcript != null) {
            transcript.append(delta.text());
        }
    }

    private static Usage plus(Usage a, Usage b) {
        return new Usage(
                a.promptTokens() + b.promptTokens(), a.completionTokens() + b.completionTokens());
    }
}
