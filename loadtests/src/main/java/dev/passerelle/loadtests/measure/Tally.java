package dev.passerelle.loadtests.measure;

import dev.passerelle.loadtests.plan.Slo;
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
    private long warmUp;
    private double promptTokens;
    private double outputTokens;
    private long withoutUsage;
    private long lastEnd;
    private long leastUnfinished = Long.MAX_VALUE;

    Tally(Slo slo) {
        this.objectives = new Objectives(slo);
    }

    /// A request that is not measured.
    void warmUp(CallRecord record) {
        if (record.outcome() != Outcome.NOT_SENT) {
            warmUp++;
        }
    }

    /// Whether it met all objectives.
    boolean add(CallRecord record, Values values) {
        outcomes.merge(record.outcome(), 1L, Long::sum);
        histograms.add(values);
        count(failures, record.failure());
        count(cache, record.cache());
        promptTokens += Came.prompt(record);
        outputTokens += Came.output(record);
        Moments at = record.moments();
        lastEnd = Math.max(lastEnd, at.ended());
        if (record.outcome() == Outcome.OK && Came.lacksUsage(record)) {
            withoutUsage++;
        }
        if (record.outcome() == Outcome.UNFINISHED) {
            leastUnfinished = Math.min(leastUnfinished, at.ended() - at.intended());
        }
        return objectives.add(record.outcome(), values);
    }

    void add(Tally other) {
        other.outcomes.forEach((outcome, n) -> outcomes.merge(outcome, n, Long::sum));
        other.failures.forEach((name, n) -> failures.merge(name, n, Long::sum));
        other.cache.forEach((name, n) -> cache.merge(name, n, Long::sum));
        histograms.add(other.histograms);
        objectives.add(other.objectives);
        warmUp += other.warmUp;
        promptTokens += other.promptTokens;
        outputTokens += other.outputTokens;
        withoutUsage += other.withoutUsage;
        lastEnd = Math.max(lastEnd, other.lastEnd);
        leastUnfinished = Math.min(leastUnfinished, other.leastUnfinished);
    }

    /// Where the measured interval ends.
    long end(long arrivalsEnd) {
        return Math.max(arrivalsEnd, lastEnd);
    }

    Summary summary(double seconds) {
        double per = seconds > 0 ? 1 / seconds : 0;
        long ok = of(Outcome.OK);
        return new Summary(
                seconds,
                requests(),
                new Summary.Throughput(ok * per, promptTokens * per, outputTokens * per),
                histograms.spreads(),
                objectives.goodput(per),
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
