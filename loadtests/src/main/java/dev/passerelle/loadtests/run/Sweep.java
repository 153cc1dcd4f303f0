package dev.passerelle.loadtests.run;

import dev.passerelle.loadtests.arrivals.Schedules;
import dev.passerelle.loadtests.distribution.Distributions;
import dev.passerelle.loadtests.measure.Measure;
import dev.passerelle.loadtests.measure.Recording;
import dev.passerelle.loadtests.plan.Arrivals;
import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.SweepStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// Tries rates one after the other, each for as long, from idle to saturation.
final class Sweep {
    /// Of a step, at most this part is warm-up: a queue needs time to become what it is.
    private static final int WARM_UP_PART = 4;

    /// The first rate keeps an idle server busy for this share of the time.
    private static final double FIRST_LOAD = 0.5;

    /// So many requests are needed to tell which share of them met the objectives; a slow rate is
    /// held longer for them, up to so many times as long.
    private static final double ENOUGH = 50;

    private static final int LONGEST = 3;

    private final Scenario scenario;
    private final Arrivals.Sweep plan;
    private final Load load;
    private final Stop stop;
    private final Progress progress;
    private final List<Tried> tried = new ArrayList<>();

    private record Tried(SweepStep step, Recording recording) {}

    Sweep(Scenario scenario, Arrivals.Sweep plan, Load load, Stop stop, Progress progress) {
        this.scenario = scenario;
        this.plan = plan;
        this.load = load;
        this.stop = stop;
        this.progress = progress;
    }

    /// Tries them all, or until the run is ended.
    ///
    /// @return all steps as one, with the summary of the highest rate sustained, or else the lowest
    ///   tried
    Recording run() {
        RateSearch search = new RateSearch(first(), plan.to(), plan.precision());
        OptionalDouble rate = search.next();
        while (rate.isPresent()
                && !stop.isAsked()
                && load.isLeft()
                && load.hasTime(held(rate.getAsDouble()))) {
            search.tried(sustains(rate.getAsDouble()));
            rate = search.next();
        }
        Recording all =
                Recording.joined(
                        tried.stream().map(Tried::recording).toList(),
                        best().recording(),
                        scenario.seed());
        return rate.isEmpty() ? all : all.with("the sweep was ended before it had tried all rates");
    }

    /// In rising order of their rates.
    List<SweepStep> steps() {
        return tried.stream()
                .map(Tried::step)
                .sorted(Comparator.comparingDouble(SweepStep::rate))
                .toList();
    }

    private double first() {
        if (plan.from() > 0) {
            return plan.from();
        }
        Recording idle =
                load.closed(
                        1,
                        Distributions.parse("0"),
                        stretch("one at a time, to see an idle server", plan.step()));
        Spread latency = idle.summary().spreads().getOrDefault(Measure.E2E.id(), Spread.EMPTY);
        if (latency.count() == 0 && !stop.isAsked()) {
            throw new LoadRunException(
                    "one at a time, no request was answered within "
                            + plan.step().toSeconds()
                            + " s "
                            + idle.summary().failures().keySet()
                            + "; hold each rate of the sweep longer, or give its first rate");
        }
        return FIRST_LOAD * 1e3 / Math.max(latency.mean(), 1e-3);
    }

    private boolean sustains(double rate) {
        String name = String.format(Locale.ROOT, "%.3g requests/s", rate);
        Duration held = held(rate);
        Recording recording =
                load.open(
                        Schedules.poisson(rate, held, scenario.seed() + tried.size()),
                        stretch(name, held));
        String reason = Verdict.against(recording.summary(), recording.windows(), scenario.slo());
        if (stop.isAsked() || !load.isLeft()) {
            reason = "ended before it was over";
        }
        boolean sustained = reason.isEmpty();
        tried.add(
                new Tried(new SweepStep(rate, sustained, reason, recording.summary()), recording));
        progress.says(name + ": " + (sustained ? "sustained" : "not sustained, " + reason));
        return sustained;
    }

    private Load.Stretch stretch(String note, Duration held) {
        Duration most = plan.step().dividedBy(WARM_UP_PART);
        Duration warmUp = scenario.bounds().warmUp();
        return new Load.Stretch(note, warmUp.compareTo(most) < 0 ? warmUp : most, held);
    }

    /// How long a rate is held.
    private Duration held(double rate) {
        double least = plan.step().toNanos();
        return Duration.ofNanos((long) Math.clamp(ENOUGH / rate * 1e9, least, LONGEST * least));
    }

    private Tried best() {
        return tried.stream()
                .max(
                        Comparator.comparingDouble(
                                t -> t.step().sustained() ? t.step().rate() : -t.step().rate()))
                .orElseThrow(() ->
                        new LoadRunException(
                                "ended before the first rate was tried; a longer duration gives it time"));
    }
}
