package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.runtime.Timing;
import org.jspecify.annotations.Nullable;

/// An answer in events, read as its parts are asked for.
final class StreamedAnswer implements Answer {
    private final Origin origin;
    private final Exchange exchange;
    private final EventStream events;
    private final UsageCount count;
    private @Nullable Part first;

    private StreamedAnswer(Origin origin, Exchange exchange, EventStream events, UsageCount count) {
        this.origin = origin;
        this.exchange = exchange;
        this.events = events;
        this.count = count;
    }

    /// Waits for the first part.
    static Answer begin(
            Origin origin,
            Exchange exchange,
            EventStream events,
            UsageCount count,
            Patience patience,
            Failures failures)
            throws InterruptedException {
        StreamedAnswer answer = new StreamedAnswer(origin, exchange, events, count);
        answer.first = events.next();
        if (answer.first == null) {
            throw failures.broken("ended its answer before it began.", null);
        }
        patience.begun();
        return answer;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public boolean streamed() {
        return true;
    }

    @Override
    public @Nullable Part next() throws InterruptedException {
        Part part = first;
        first = null;
        return part == null ? events.next() : part;
    }

    @Override
    public Tokens tokens() {
        EventJson json = events.json();
        return count.tokens(json.usage(), json.generated());
    }

    @Override
    public Timing timing() {
        return Timing.NONE;
    }

    @Override
    public void close() {
        ReportedUsage usage = events.json().usage();
        if (usage != null) {
            count.learn(usage);
        }
        if (events.done()) {
            exchange.finish();
        } else {
            exchange.close();
        }
    }
}
