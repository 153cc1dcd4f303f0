package dev.passerelle.loadtests.arrivals;

import dev.passerelle.loadtests.plan.Arrivals.Constant;
import dev.passerelle.loadtests.plan.Arrivals.Trace;
import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.Traffic;
import java.util.function.ToDoubleFunction;

/// Works out what a scenario is going to send.
final class Expectation {
    private final Scenario scenario;
    private final Limits limits;

    Expectation(Scenario scenario) {
        this.scenario = scenario;
        this.limits = Limits.of(scenario.bounds());
    }

    Expected of() {
        if (scenario.arrivals() instanceof Trace(var file, var speed)) {
            try (var schedule = new TraceSchedule(file, speed, limits)) {
                return counted(schedule);
            }
        }
        if (scenario.arrivals() instanceof Constant(var rate)) {
            return open(new Steady(rate));
        }
        var intensity = Schedules.intensity(scenario);
        return intensity == null ? mix(Double.NaN, limits.seconds()) : open(intensity);
    }

    private Expected open(Intensity intensity) {
        double most = limits.count() / mean(traffic -> traffic.turns().count().mean());
        double all = intensity.expected(limits.seconds());
        double seconds = Math.min(limits.seconds(), intensity.seconds(Math.min(all, most)));
        return mix(Math.min(all, most), seconds);
    }

    private Expected mix(double conversations, double seconds) {
        return new Expected(
                conversations,
                seconds,
                mean(traffic -> traffic.turns().count().mean()),
                mean(traffic -> traffic.prompt().mean()),
                mean(traffic -> traffic.output().mean()));
    }

    private double mean(ToDoubleFunction<Traffic> of) {
        double weights = scenario.traffic().stream().mapToDouble(Traffic::weight).sum();
        return scenario.traffic().stream()
                .mapToDouble(traffic -> traffic.weight() / weights * of.applyAsDouble(traffic))
                .sum();
    }

    private static Expected counted(Schedule schedule) {
        long count = 0;
        long last = 0;
        double prompt = 0;
        double output = 0;
        while (schedule.hasNext()) {
            var arrival = schedule.next();
            var lengths = arrival.lengths();
            count++;
            last = arrival.offset();
            prompt += lengths == null ? 0 : lengths.prompt();
            output += lengths == null ? 0 : lengths.output();
        }
        return new Expected(count, last / 1e9, 1, prompt / count, output / count);
    }
}
