package dev.passerelle.loadtests.measure;

import java.util.Arrays;

/// What one request says of each measure, in microseconds or tokens; filled anew for each request.
///
/// Only complete answers say how long an answer takes; those whose client left say what they had
/// seen until then; failed and unfinished ones only how late they began.
@SuppressWarnings("EnumOrdinal") // an array filled anew for each request, within this class
final class Values {
    private static final Measure[] MEASURES = Measure.values();

    /// Some days: what a server says beyond that is nonsense, and more than a histogram holds.
    private static final double MOST_MILLIS = 1e9;

    private final long[] single = new long[MEASURES.length];
    private long[] gaps = new long[256];
    private int gapCount;
    private long impossible;

    void read(CallRecord record) {
        Arrays.fill(single, -1);
        gapCount = 0;
        Outcome outcome = record.outcome();
        if (outcome == Outcome.NOT_SENT) {
            return;
        }
        Moments at = record.moments();
        set(Measure.LAG, between(at.intended(), at.began()));
        if (outcome == Outcome.OK || outcome == Outcome.LEFT) {
            seen(record);
        }
        if (outcome == Outcome.OK) {
            answered(record);
        }
    }

    /// The value of a measure, -1 for none; not for [Measure#ITL].
    long of(Measure measure) {
        return single[measure.ordinal()];
    }

    int gaps() {
        return gapCount;
    }

    long gap(int i) {
        return gaps[i];
    }

    /// How many times were before those they should follow.
    long impossible() {
        return impossible;
    }

    private void seen(CallRecord record) {
        Moments at = record.moments();
        set(Measure.TTFT, between(at.intended(), at.firstToken()));
        set(Measure.HEADERS, between(at.intended(), at.headers()));
        set(Measure.CONNECT, between(at.began(), at.connected()));
        ServerTiming timing = record.timing();
        set(Measure.ADMISSION, micros(timing.admission()));
        set(Measure.QUEUE, micros(timing.queue()));
        set(Measure.PROMPT, micros(timing.prompt()));
        set(Measure.DECODE, micros(timing.decode()));
        readGaps(record.arrivals());
    }

    private void answered(CallRecord record) {
        Moments at = record.moments();
        Tokens tokens = record.tokens();
        set(Measure.E2E, between(at.intended(), at.ended()));
        set(Measure.PROMPT_TOKENS, tokens.prompt());
        set(Measure.OUTPUT_TOKENS, tokens.output());
        set(Measure.CACHED_TOKENS, tokens.cached());
        int made = tokens.output() >= 0 ? tokens.output() : tokens.events();
        if (made > 1 && tokens.events() > 1 && at.firstToken() >= 0) {
            long nanos = at.lastToken() - at.firstToken();
            set(Measure.TPOT, between(0, nanos / (made - 1)));
        }
    }

    private void readGaps(long[] arrivals) {
        if (gaps.length < arrivals.length) {
            gaps = new long[arrivals.length * 2];
        }
        for (int i = 1; i < arrivals.length; i++) {
            long gap = between(arrivals[i - 1], arrivals[i]);
            if (gap >= 0) {
                gaps[gapCount++] = gap;
            }
        }
    }

    private long between(long from, long to) {
        if (from < 0 || to == -1) {
            return -1;
        }
        if (to < from) {
            impossible++;
            return -1;
        }
        return (to - from + 500) / 1000;
    }

    private static long micros(double millis) {
        return millis >= 0 && millis < MOST_MILLIS ? Math.round(millis * 1000) : -1;
    }

    private void set(Measure measure, long value) {
        single[measure.ordinal()] = value;
    }
}
