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
    private static final int FIRST_SIZE = 16 << 10;
    private static final int LONGEST_EVENT = 8 << 20;

    private final Exchange exchange;
    private final Failures failures;
    private final EventJson json;
    private final Inflow in = new Inflow(FIRST_SIZE);

    /// Events that aren't passed on where they lie, and those around them.
    private final Inflow out = new Inflow(0);

    /// Where those lie that are passed on as they are.
    private int begin;

    private int end;

    /// Bytes of the next event in which its end has been looked for in vain.
    private int searched;

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
        begin = in.from();
        end = begin;
        try {
            while (!done && (takePlain() || takeAny())) {
                // as many as there are
            }
        } catch (DeploymentFailure e) {
            if (end == begin && out.size() == 0) {
                throw e;
            }
        }
        if (out.size() == 0) {
            return end == begin ? null : new Part(in.bytes(), begin, end - begin);
        }
        flush();
        return new Part(out.bytes(), 0, out.size());
    }

    /// Takes the next event in one look if it is written as OpenAI writes it.
    private boolean takePlain() {
        byte[] bytes = in.bytes();
        int from = in.from();
        int start = from + START.length;
        if (searched > 0
                || start >= in.to()
                || bytes[start] != '{'
                || !Arrays.equals(bytes, from, start, START, 0, START.length)) {
            return false;
        }
        int feed = json.line(bytes, start, in.to());
        if (feed + 1 >= in.to() || bytes[feed + 1] != '\n' || bytes[feed - 1] != '}') {
            return false;
        }
        pass(json.fate(bytes, start, feed), from, feed + END.length);
        in.usedTo(feed + END.length);
        return true;
    }

    private void pass(Fate fate, int from, int to) {
        if (fate == Fate.PASSED) {
            if (end != from) {
                flush();
                begin = from;
            }
            end = to;
        }
    }

    /// Moves what lies in the input behind what has been written anew.
    private void flush() {
        out.add(in.bytes(), begin, end - begin);
        begin = end;
    }

    private boolean takeAny() {
        int next = eventEnd();
        if (next < 0) {
            return false;
        }
        takeOther(in.from(), next);
        in.usedTo(next);
        return true;
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
            flush();
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
                    searched = 0;
                    return next + 1;
                }
            }
        }
        searched = at - in.from();
        return -1;
    }
}
