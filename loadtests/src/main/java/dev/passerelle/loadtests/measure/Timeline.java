package dev.passerelle.loadtests.measure;

import dev.passerelle.loadtests.result.Window;
import java.util.ArrayList;
import java.util.List;

/// A run in windows of one second, of twice that when they become too many, and so on.
final class Timeline {
    static final int MOST = 240;

    private static final long SECOND = 1_000_000_000;

    private final long origin;
    private final Crowd running;
    private final Crowd waiting;
    private List<Stretch> stretches = new ArrayList<>();
    private long width = SECOND;

    Timeline(long origin) {
        this.origin = origin;
        this.running = new Crowd(origin);
        this.waiting = new Crowd(origin);
    }

    /// Counts a request, measured or not, as under way from its beginning to its end.
    void underWay(Moments at) {
        if (at.began() < 0 || at.ended() < origin) {
            return;
        }
        stretch(at.ended());
        long output = at.firstToken() >= 0 ? at.firstToken() : at.ended();
        running.add(at.began(), at.ended());
        waiting.add(at.began(), output);
    }

    void add(CallRecord record, Values values, boolean good) {
        Moments at = record.moments();
        Stretch first = stretch(at.intended());
        first.arrived(record.outcome());
        first.histograms.add(values);
        if (good) {
            first.good();
        }
    }

    /// Counts what came of a request, measured or not, where it came.
    void came(CallRecord record) {
        Moments at = record.moments();
        if (at.ended() < origin) {
            return;
        }
        stretch(at.ended()).over(record.outcome());
        if (Came.promptRead(at) >= origin) {
            stretch(Came.promptRead(at)).promptTokens += Came.prompt(record);
        }
        spread(Came.output(record), record);
    }

    /// All of equal length, so the last may reach beyond the end.
    ///
    /// @param end where the measured interval ends
    List<Window> windows(long end) {
        if (end > origin) {
            stretch(end - 1);
        }
        var windows = new ArrayList<Window>();
        for (int i = 0; i < stretches.size(); i++) {
            long start = origin + i * width;
            windows.add(
                    stretches
                            .get(i)
                            .window(start / 1e9, width / 1e9, waiting.peak(i), running.peak(i)));
        }
        return windows;
    }

    /// Tokens came with the events, as many with each; with the last byte where there are none.
    private void spread(int tokens, CallRecord record) {
        long[] arrivals = record.arrivals();
        if (arrivals.length == 0) {
            stretch(record.moments().ended()).outputTokens += tokens;
            return;
        }
        double each = (double) tokens / arrivals.length;
        long until = Long.MIN_VALUE;
        Stretch current = stretch(origin);
        for (long arrival : arrivals) {
            if (arrival < origin) {
                continue;
            }
            if (arrival >= until) {
                current = stretch(arrival);
                until = origin + (Math.max(0, arrival - origin) / width + 1) * width;
            }
            current.outputTokens += each;
        }
    }

    private Stretch stretch(long time) {
        long since = Math.max(0, time - origin);
        while (since / width >= MOST) {
            widen();
        }
        int index = (int) (since / width);
        while (stretches.size() <= index) {
            stretches.add(new Stretch());
        }
        return stretches.get(index);
    }

    private void widen() {
        var wider = new ArrayList<Stretch>();
        for (int i = 0; i < stretches.size(); i += 2) {
            Stretch stretch = stretches.get(i);
            if (i + 1 < stretches.size()) {
                stretch.add(stretches.get(i + 1));
            }
            wider.add(stretch);
        }
        stretches = wider;
        width *= 2;
        running.widen();
        waiting.widen();
    }
}
