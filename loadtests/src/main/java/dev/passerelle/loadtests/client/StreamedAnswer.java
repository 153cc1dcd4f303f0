package dev.passerelle.loadtests.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// An answer that comes in events.
final class StreamedAnswer implements Answer {
    private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);
    private static final int FIRST = 16;

    private final boolean keep;
    private final int enough;
    private final EventLines lines = new EventLines(this::event);
    private final EventScan scan = new EventScan();
    private final Gathered usage = new Gathered();
    private final StringBuilder text = new StringBuilder();
    private long[] arrivals;
    private int count;
    private long last;
    private boolean done;
    private boolean choices;
    private String error = "";

    /// @param expected events with output, about
    /// @param enough after how many of them the client leaves
    StreamedAnswer(int expected, int enough, boolean keep) {
        this.arrivals = new long[Math.clamp(expected, FIRST, FIRST << 8)];
        this.enough = enough;
        this.keep = keep;
    }

    @Override
    public void take(byte[] bytes, int from, int to, long moment) throws BrokenAnswer {
        last = moment;
        lines.take(bytes, from, to, moment);
    }

    private void event(byte[] bytes, int from, int to, boolean isError, long moment)
            throws BrokenAnswer {
        if (done || isEnough()) {
            return;
        }
        if (to - from >= DONE.length && to - from < 2 * DONE.length && isDone(bytes, from, to)) {
            done = true;
            return;
        }
        if (isError) {
            error(bytes, from, to);
            return;
        }
        int holds = scan.holds(bytes, from, to);
        choices |= (holds & EventJson.CHOICES) != 0;
        if ((holds & EventJson.OUTPUT) != 0) {
            output(bytes, from, to, moment);
        }
        if ((holds & EventJson.USAGE) != 0) {
            usage.clear();
            usage.add(bytes, from, to);
        }
        if ((holds & EventJson.ERROR) != 0) {
            error(bytes, from, to);
        }
    }

    private void output(byte[] bytes, int from, int to, long moment) throws BrokenAnswer {
        if (count == arrivals.length) {
            arrivals = Arrays.copyOf(arrivals, 2 * count);
        }
        arrivals[count++] = moment;
        if (keep) {
            EventJson.text(EventJson.parse(bytes, from, to), text::append);
        }
    }

    private void error(byte[] bytes, int from, int to) {
        error = error.isEmpty() ? ErrorName.after("error event", bytes, from, to) : error;
    }

    private static boolean isDone(byte[] bytes, int from, int to) {
        return Arrays.equals(bytes, from, from + DONE.length, DONE, 0, DONE.length)
                && new String(bytes, from, to - from, US_ASCII).strip().length() == DONE.length;
    }

    @Override
    public boolean isComplete() {
        return done;
    }

    @Override
    public boolean isEnough() {
        return count >= enough;
    }

    @Override
    public String end() {
        try {
            lines.end(last);
        } catch (BrokenAnswer e) {
            return Failures.text(e);
        }
        if (!error.isEmpty()) {
            return error;
        }
        if (!done) {
            return "stream ended without [DONE]";
        }
        return choices ? "" : Failures.NO_CHOICES;
    }

    @Override
    public Facts facts() {
        return new Facts(
                usage.isEmpty() ? Usage.NONE : usage(),
                Arrays.copyOf(arrivals, count),
                text.toString());
    }

    private Usage usage() {
        try {
            return EventJson.usage(EventJson.parse(usage.bytes(), 0, usage.length()));
        } catch (BrokenAnswer e) {
            return Usage.NONE;
        }
    }
}
