package dev.passerelle.loadtests.measure;

import dev.passerelle.loadtests.plan.Slo;
import dev.passerelle.loadtests.result.Summary;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Counts the requests that meet the objectives. What an answer can't tell, such as the first token
/// of one that comes whole, is no objective for it.
final class Objectives {
    private final Slo slo;
    private final One ttft;
    private final One itl;
    private final One e2e;
    private long unmet;
    private long answered;
    private long good;

    Objectives(Slo slo) {
        this.slo = slo;
        this.ttft = new One(Measure.TTFT, slo.ttft());
        this.itl = new One(Measure.TPOT, slo.itl());
        this.e2e = new One(Measure.E2E, slo.e2e());
    }

    /// Whether it met all there are.
    boolean add(Outcome outcome, Values values) {
        if (outcome != Outcome.OK) {
            unmet += outcome == Outcome.LEFT ? 0 : 1;
            return false;
        }
        answered++;
        boolean first = ttft.meets(values);
        boolean tokens = itl.meets(values);
        boolean all = e2e.meets(values) && first && tokens;
        good += all ? 1 : 0;
        return all && !slo.isEmpty();
    }

    /// Whether a request met all there are; counts nothing.
    boolean areMet(Outcome outcome, Values values) {
        return outcome == Outcome.OK
                && !slo.isEmpty()
                && ttft.isMet(values)
                && itl.isMet(values)
                && e2e.isMet(values);
    }

    void add(Objectives other) {
        unmet += other.unmet;
        answered += other.answered;
        good += other.good;
        ttft.add(other.ttft);
        itl.add(other.itl);
        e2e.add(other.e2e);
    }

    /// @param perSecond requests that met all, in the measured interval
    Summary.@Nullable Goodput goodput(double perSecond) {
        long all = answered + unmet;
        if (slo.isEmpty() || all == 0) {
            return null;
        }
        return new Summary.Goodput(
                (double) good / all,
                perSecond,
                ttft.share(unmet),
                itl.share(unmet),
                e2e.share(unmet));
    }

    /// One objective, in microseconds.
    private static final class One {
        private final Measure measure;
        private final @Nullable Duration most;
        private final long micros;
        private long asked;
        private long met;

        One(Measure measure, @Nullable Duration most) {
            this.measure = measure;
            this.most = most;
            this.micros = most == null ? Long.MAX_VALUE : most.toNanos() / 1000;
        }

        boolean meets(Values values) {
            if (most == null || values.of(measure) < 0) {
                return true;
            }
            asked++;
            boolean isMet = isMet(values);
            met += isMet ? 1 : 0;
            return isMet;
        }

        boolean isMet(Values values) {
            return values.of(measure) <= micros;
        }

        void add(One other) {
            asked += other.asked;
            met += other.met;
        }

        @Nullable Double share(long unmet) {
            return most == null || asked + unmet == 0 ? null : (double) met / (asked + unmet);
        }
    }
}
