package dev.passerelle.loadtests.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One stretch of a run after its warm-up. Latencies are of requests whose intended start lies in
/// it; rates are of what ended or came in it.
///
/// @param start seconds since the start of the run
/// @param seconds how long it is
/// @param waiting most requests at once that had no output yet, looked at fifty times
/// @param running most requests under way at once, looked at fifty times
/// @param spreads ttft, itl, tpot, e2e, by id
public record Window(
        double start,
        double seconds,
        long arrived,
        long succeeded,
        long failed,
        long left,
        double promptTokensPerSecond,
        double outputTokensPerSecond,
        int waiting,
        int running,
        Map<String, Spread> spreads) {
    private static final double NEXT = 1e-6;

    /// Windows that follow one another, two made one until there are no more than wanted.
    public static List<Window> atMost(int most, List<Window> windows) {
        List<Window> fewer = windows;
        while (fewer.size() > most) {
            List<Window> halved = halved(fewer);
            if (halved.size() == fewer.size()) {
                return halved;
            }
            fewer = halved;
        }
        return List.copyOf(fewer);
    }

    /// The same without histograms.
    public Window slim() {
        var slim = new LinkedHashMap<String, Spread>();
        spreads.forEach((id, spread) -> slim.put(id, spread.slim()));
        return new Window(
                start,
                seconds,
                arrived,
                succeeded,
                failed,
                left,
                promptTokensPerSecond,
                outputTokensPerSecond,
                waiting,
                running,
                slim);
    }

    private static List<Window> halved(List<Window> windows) {
        var halved = new ArrayList<Window>();
        for (int i = 0; i < windows.size(); i++) {
            Window window = windows.get(i);
            if (i + 1 < windows.size() && window.isBefore(windows.get(i + 1))) {
                i++;
                window = window.joined(windows.get(i));
            }
            halved.add(window);
        }
        return halved;
    }

    private boolean isBefore(Window next) {
        return Math.abs(start + seconds - next.start) < NEXT;
    }

    private Window joined(Window next) {
        var both = new LinkedHashMap<String, Spread>(spreads);
        next.spreads.forEach((id, spread) -> both.merge(id, spread, Spread::joined));
        double whole = seconds + next.seconds;
        return new Window(
                start,
                whole,
                arrived + next.arrived,
                succeeded + next.succeeded,
                failed + next.failed,
                left + next.left,
                (promptTokensPerSecond * seconds + next.promptTokensPerSecond * next.seconds)
                        / whole,
                (outputTokensPerSecond * seconds + next.outputTokensPerSecond * next.seconds)
                        / whole,
                Math.max(waiting, next.waiting),
                Math.max(running, next.running),
                both);
    }
}
