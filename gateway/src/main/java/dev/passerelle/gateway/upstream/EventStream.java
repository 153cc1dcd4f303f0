package dev.passerelle.gateway.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.upstream.EventJson.Fate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Server-sent events as they come, until the final `[DONE]`. Those written as OpenAI writes them
/// are passed on where they lie, others are written anew around the same JSON.
final class EventStream {
    private static final byte[] START = "data: ".getBytes(US_ASCII);
    private static final byte[] END = "\n\n".getBytes(US_ASCII);
    private static final int LONGEST_EVENT = 8 << 20;

    private final Exchange exchange;
    private final Failures failures;
    private final EventJson json;
    private final Inflow in = new Inflow();
    private final Inflow out = new Inflow();

    /// Bytes of the next event in which its end has been looked for in vain.
    private int searched;

    private int lineEnds;

    /// Whether the event found last is one line, ended by a line feed.
    private boolean oneLine;

    private boolean done;

    /// @param withUsage whether an event that has nothing but `usage` is passed on
    EventStream(Exchange exchange, boolean withUsage, Failures failures) {
        this.exchange = exchange;
        this.failures = failures;
        this.json = new EventJson(withUsage, failures);
    }

    /// Whether the last event has come.
    boolean done() {
        return done;
    }

    EventJson json() {
        return json;
    }

    /// All events that are there, at least one; null after the last.
    ///
    /// @throws DeploymentFailure if they break off
    @Nullable Part next() throws InterruptedException {
        while (true) {
            Part part = done ? null : there();
            if (part != null || done) {
                return part;
            }
            if (in.size() > LONGEST_EVENT) {
                throw failures.garbage("sends an event that doesn't end.", null);
            }
            if (!exchange.read(in)) {
                throw failures.broken("ended its answer without [DONE].", null);
            }
        }
    }

    /// The events that are there whole; null if there are none. What is wrong with one is told
    /// after those before it have been passed on.
    private @Nullable Part there() {
        out.clear();
        for (int end = eventEnd(); end >= 0 && !done; end = eventEnd()) {
            try {
                take(in.from(), end);
            } catch (DeploymentFailure e) {
                if (out.size() == 0) {
                    throw e;
                }
                break;
            }
            in.usedTo(end);
        }
        return out.size() == 0 ? null : new Part(out.bytes(), 0, out.size());
    }

    private void take(int from, int end) {
        byte[] bytes = in.bytes();
        int last = end - END.length;
        if (oneLine
                && Arrays.equals(bytes, from, from + START.length, START, 0, START.length)
                && bytes[from + START.length] == '{'
                && bytes[last - 1] == '}') {
            if (json.read(bytes, from + START.length, last) == Fate.PASSED) {
                out.add(bytes, from, end - from);
            }
        } else {
            takeOther(from, end);
        }
    }

    private void takeOther(int from, int end) {
        byte[] data;
        try {
            data = EventLines.data(in.bytes(), from, end);
        } catch (IllegalStateException e) {
            throw failures.broken("sends what is no event.", e);
        }
        Fate fate = json.read(data, 0, data.length);
        done = fate == Fate.LAST;
        if (fate == Fate.PASSED) {
            out.add(START, 0, START.length);
            out.add(data, 0, data.length);
            out.add(END, 0, END.length);
        }
    }

    /// The index after the empty line that ends the next event; -1 if it isn't there yet.
    private int eventEnd() {
        byte[] bytes = in.bytes();
        int to = in.to();
        int at = in.from() + searched;
        for (; at < to; at++) {
            if (bytes[at] == '\n') {
                int next = at + 1 < to && bytes[at + 1] == '\r' ? at + 2 : at + 1;
                if (next >= to) {
                    break;
                }
                if (bytes[next] == '\n') {
                    oneLine = lineEnds == 0 && next == at + 1;
                    searched = 0;
                    lineEnds = 0;
                    return next + 1;
                }
                lineEnds++;
            }
        }
        searched = at - in.from();
        return -1;
    }
}
