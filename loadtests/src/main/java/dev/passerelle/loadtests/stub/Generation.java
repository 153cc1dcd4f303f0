package dev.passerelle.loadtests.stub;

import dev.passerelle.loadtests.plan.Endpoint;
import java.util.Arrays;

/// One answer, generated as programmed: each token at its own moment, whatever was late before it.
final class Generation {
    private final Works works;
    private final Question question;
    private final Script script;
    private final Delivery delivery;
    private final Wire wire;
    private final long received;
    private Course course;
    private int tokens;
    private long firstSent = -1;
    private long lastSent = -1;
    private long left = -1;

    /// @param received when the request had been read
    Generation(Works works, Question question, Script script, Delivery delivery, long received) {
        this.works = works;
        this.question = question;
        this.script = script;
        this.delivery = delivery;
        this.received = received;
        StubOptions options = works.options();
        this.wire =
                new Wire(
                        question,
                        options.model(),
                        script.number(),
                        System.currentTimeMillis() / 1000,
                        (int) (question.promptTokens() * options.cache().prompt()));
        this.course = course(received + script.admission());
    }

    /// Sends all of it, or what its script wants of it.
    ///
    /// @return how it ended
    Fate run() throws InterruptedException {
        takeSlot();
        Fate fate = script.fate();
        try {
            answer();
        } catch (ClientLeftException e) {
            left = works.pacer().now();
            fate = Fate.LEFT;
            works.pacer().until(left + script.cancel());
        } finally {
            works.slots().release();
        }
        if (fate == Fate.LEFT) {
            works.metrics().cancelled(works.pacer().now() - left);
        }
        return fate;
    }

    private void takeSlot() throws InterruptedException {
        if (works.slots().limited()) {
            works.pacer().until(works.stalls().release(course.admitted()));
        }
        if (works.slots().take()) {
            course = course(works.pacer().now());
        }
    }

    private Course course(long granted) {
        long prompt =
                script.ttft()
                        - script.admission()
                        + works.options().latency().perPromptToken().toNanos()
                                * question.promptTokens();
        return new Course(
                received,
                received + script.admission(),
                granted,
                granted + prompt,
                script.offsets(works.options().latency().itl(), question.maxTokens()));
    }

    private void answer() throws ClientLeftException, InterruptedException {
        if (question.stream()) {
            stream();
        } else {
            whole();
        }
    }

    private void whole() throws ClientLeftException, InterruptedException {
        byte[] body =
                question.endpoint() == Endpoint.EMBEDDINGS
                        ? wire.vectors()
                        : wire.whole(question.maxTokens());
        delivery.header("Server-Timing", course.serverTiming(true));
        await(course.last());
        if (script.fate() == Fate.CUT) {
            delivery.half(body);
        } else {
            delivery.json(200, body);
            tokens = question.maxTokens();
        }
        sent();
    }

    private void stream() throws ClientLeftException, InterruptedException {
        String timing = course.serverTiming(false);
        if (works.options().preamble() && question.endpoint() == Endpoint.CHAT) {
            await(course.granted());
            delivery.events(wire.preamble(), timing);
        }
        int last = question.maxTokens() - 1;
        boolean cut = script.fate() == Fate.CUT;
        int end = cut ? (int) (script.cutAt() * question.maxTokens()) : last;
        for (int token = 0; token <= end; token++) {
            byte[] event = wire.token(token);
            byte[] all = token == last && !cut ? joined(event, wire.end(last + 1)) : event;
            await(course.due(token));
            delivery.events(all, timing);
            tokens++;
            sent();
        }
        if (!cut) {
            delivery.end(course.serverTiming(true));
        }
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private void await(long due) throws InterruptedException {
        works.pacer().until(works.stalls().release(due));
    }

    private void sent() {
        lastSent = works.pacer().now();
        if (firstSent < 0) {
            firstSent = lastSent;
        }
    }

    /// What was done.
    Served served(Fate fate) {
        return new Served(
                script.number(),
                question.endpoint().path(),
                fate,
                question.promptTokens(),
                tokens,
                received,
                course.queued(),
                course.first(),
                firstSent,
                course.last(),
                lastSent,
                left);
    }
}
