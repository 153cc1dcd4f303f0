package dev.passerelle.loadtests.measure;

import dev.passerelle.loadtests.result.Summary;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What requests come to, counted up; tallies can be added.
final class Tally {
    private static final int MOST_NAMES = 100;
    private static final String OTHERS = "others";

    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final Histograms histograms = new Histograms(List.of(Measure.values()), false);
    private final Map<String, Long> failures = new TreeMap<>();
    private final Map<String, Long> cache = new TreeMap<>();
    private final Objectives objectives;
    private final Frame frame;
    private long warmUp;
    private final Delivered inTime;
    private final Delivered after;
    private long withoutUsage;
    private long slowestFailure;
    private long leastUnfinished = Long.MAX_VALUE;

    Tally(Frame frame) {
        this.frame = frame;
        this.objectives = new Objectives(frame.slo());
        this.inTime = new Delivered(frame.warmUpEnd(), frame.plannedEnd());
        this.after =
                new Delivered(Math.max(frame.warmUpEnd(), frame.plannedEnd() + 1), Long.MAX_VALUE);
    }

    /// A request that is not measured; what came of it after the warm-up is throughput.
    void warmUp(CallRecord record, Values values) {
        if (record.outcome() != Outcome.NOT_SENT) {
            warmUp++;
        }
        delivered(record, values);
    }

    /// Whether it met all objectives.
    boolean add(CallRecord record, Values values) {
        outcomes.merge(record.outcome(), 1L, Long::sum);
        histograms.add(values);
        count(failures, record.failure());
        count(cache, record.cache());
        delivered(record, values);
        if (record.outcome() == Outcome.OK && Came.lacksUsage(record)) {
            withoutUsage++;
        }
        long took = record.moments().ended() - record.moments().intended();
        if (record.outcome() == Outcome.UNFINISHED) {
            leastUnfinished = Math.min(leastUnfinished, took);
        } else if (record.outcome() == Outcome.FAILED) {
            slowestFailure = Math.max(slowestFailure, took);
        }
        return objectives.add(record.outcome(), values);
    }

    private void delivered(CallRecord record, Values values) {
        boolean good = objectives.areMet(record.outcome(), values);
        inTime.add(record, good);
        after.add(record, good);
    }

    void add(Tally other) {
        other.outcomes.forEach((outcome, n) -> outcomes.merge(outcome, n, Long::sum));
        other.failures.forEach((name, n) -> failures.merge(name, n, Long::sum));
        other.cache.forEach((name, n) -> cache.merge(name, n, Long::sum));
        histograms.add(other.histograms);
        objectives.add(other.objectives);
        warmUp += other.warmUp;
        inTime.add(other.inTime);
        after.add(other.after);
        withoutUsage += other.withoutUsage;
        slowestFailure = Math.max(slowestFailure, other.slowestFailure);
        leastUnfinished = Math.min(leastUnfinished, other.leastUnfinished);
    }

    /// Not to be added to afterwards.
    ///
    /// @param end of the measured interval; where it is not the planned one, all had come then
    Summary summary(long end) {
        double seconds = Math.max(0, end - frame.warmUpEnd()) / 1e9;
        double per = seconds > 0 ? 1 / seconds : 0;
        if (end > frame.plannedEnd()) {
            inTime.add(after);
        }
        return new Summary(
                seconds,
                requests(),
                inTime.throughput(per),
                histograms.spreads(),
                objectives.goodput(inTime.good() * per),
                new TreeMap<>(failures),
                new TreeMap<>(cache));
    }

    List<String> notes() {
        var notes = new ArrayList<String>();
        if (withoutUsage > 0) {
            notes.add(
                    "%d of %d answers had no usage: their tokens are taken from what was asked and the events that came"
                            .formatted(withoutUsage, of(Outcome.OK)));
        }
        if (outcomes.isEmpty() && warmUp > 0) {
            notes.add(
                    "nothing was measured: all %d requests began in the warm-up; shorten it"
                            .formatted(warmUp));
        }
        long failed = of(Outcome.FAILED);
        if (failed > 0) {
            notes.add(
                    "%d of %d requests failed, the slowest after %.1f s; latencies leave them out and may be better than the truth"
                            .formatted(failed, requests().sent(), slowestFailure / 1e9));
        }
        long unfinished = of(Outcome.UNFINISHED);
        if (unfinished > 0) {
            notes.add(
                    "%d of %d requests had no answer when the run ended, after %.1f s or more; latencies leave them out and are better than the truth"
                            .formatted(unfinished, requests().sent(), leastUnfinished / 1e9));
        }
        return notes;
    }

    private Summary.Requests requests() {
        long ok = of(Outcome.OK);
        long failed = of(Outcome.FAILED);
        long left = of(Outcome.LEFT);
        long unfinished = of(Outcome.UNFINISHED);
        return new Summary.Requests(
                warmUp,
                ok + failed + left + unfinished,
                ok,
                failed,
                left,
                unfinished,
                of(Outcome.NOT_SENT));
    }

    private long of(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    private static void count(Map<String, Long> names, String name) {
        if (!name.isEmpty()) {
            boolean room = names.size() < MOST_NAMES || names.containsKey(name);
            names.merge(room ? name : OTHERS, 1L, Long::sum);
        }
    }
}
