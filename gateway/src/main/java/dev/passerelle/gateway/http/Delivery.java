package dev.passerelle.gateway.http;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.gateway.metrics.GatewayMetrics;
import dev.passerelle.gateway.metrics.TokenMeters;
import dev.passerelle.gateway.openai.AnswerText;
import dev.passerelle.gateway.openai.RawRequest;
import org.jspecify.annotations.Nullable;

/// Sends an answer to the client, and measures and bills what is sent.
///
/// The answer is latent: the status line waits for the first part, so that a failure before it is
/// an ordinary error answer. Tokens are billed just before they are handed over, so that a client
/// never has one it doesn't pay for.
final class Delivery {
    private static final double NANOS = 1e9;

    private final Call call;
    private final Bill bill;
    private final GatewayMetrics metrics;
    private final TokenMeters meters;
    private final @Nullable AnswerText transcript;
    private Tokens counted = Tokens.NONE;
    private long lastNanos;

    Delivery(Call call, RawRequest request, GatewayMetrics metrics) {
        this.call = call;
        this.bill = call.bill();
        this.metrics = metrics;
        this.meters = metrics.tokens(call.endpoint(), call.model());
        Call.Said said = call.said();
        this.transcript = said == null ? null : new AnswerText(request.stream(), said.answer());
    }

    /// Sends all of it, and ends it in any event.
    void send(Answer answer) throws InterruptedException {
        try {
            call.answeredBy(answer.origin(), answer.notes());
            begins(answer);
            if (answer.streamed()) {
                stream(answer);
            } else {
                whole(answer);
            }
        } finally {
            answer.close();
            count(answer.tokens());
        }
    }

    private void begins(Answer answer) {
        call.stages().answering(answer.timing());
        metrics.admission().queued(call.model(), answer.timing().queued());
        lastNanos = System.nanoTime();
        meters.firstToken().observe((lastNanos - call.startNanos()) / NANOS);
    }

    private void whole(Answer answer) throws InterruptedException {
        Part part = answer.next();
        if (part == null) {
            throw new IllegalStateException("an answer without a part");
        }
        measure(answer.tokens());
        ends();
        call.tellTimes(true);
        transcribe(part);
        call.json(part);
    }

    private void stream(Answer answer) throws InterruptedException {
        Part part = answer.next();
        EventStream events = call.openEvents();
        while (part != null) {
            measure(answer.tokens());
            transcribe(part);
            events.send(part.bytes(), part.offset(), part.length());
            part = answer.next();
        }
        measure(answer.tokens());
        ends();
        events.done();
    }

    private void ends() {
        call.stages().generated();
        call.settle();
    }

    /// The time since the last tokens, spread over those that came.
    private void measure(Tokens soFar) {
        long generated = soFar.completion() - counted.completion();
        if (generated > 0) {
            long now = System.nanoTime();
            if (counted.completion() > 0 || generated > 1) {
                meters.interToken().observe((now - lastNanos) / NANOS / generated);
            }
            lastNanos = now;
        }
        count(soFar);
    }

    private void count(Tokens soFar) {
        long prompt = soFar.prompt() - counted.prompt();
        if (prompt > 0) {
            meters.prompt().inc(prompt);
        }
        long completion = soFar.completion() - counted.completion();
        if (completion > 0) {
            meters.completion().inc(completion);
        }
        counted = soFar;
        bill.used(soFar);
    }

    private void transcribe(Part part) {
        if (transcript != null) {
            transcript.add(part.bytes(), part.offset(), part.length());
        }
    }
}
