package dev.passerelle.loadtests.run;

import dev.passerelle.loadtests.arrivals.Schedule;
import dev.passerelle.loadtests.client.Caller;
import dev.passerelle.loadtests.distribution.Distribution;
import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.measure.Frame;
import dev.passerelle.loadtests.measure.Recorder;
import dev.passerelle.loadtests.measure.Recording;
import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.workload.Workload;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Puts load on the server for a stretch of time, and records what comes of it.
final class Load {
    private final Scenario scenario;
    private final Caller caller;
    private final Workload workload;
    private final Ticker ticker;
    private final Stop stop;
    private final Progress progress;
    private final Numbers numbers;

    Load(
            Scenario scenario,
            Caller caller,
            Workload workload,
            Ticker ticker,
            Stop stop,
            Progress progress) {
        this.scenario = scenario;
        this.caller = caller;
        this.workload = workload;
        this.ticker = ticker;
        this.stop = stop;
        this.progress = progress;
        this.numbers = new Numbers(scenario.bounds().requests());
    }

    /// One stretch.
    ///
    /// @param note what the live view says of it; empty for nothing
    /// @param warmUp at its beginning, not measured
    /// @param duration the longest that conversations begin, warm-up included
    record Stretch(String note, Duration warmUp, Duration duration) {}

    /// An open loop.
    Recording open(Schedule schedule, Stretch stretch) {
        long start = ticker.now();
        return load(stretch, start, sender -> sender.open(schedule, start), schedule::isShort);
    }

    /// A closed loop.
    ///
    /// @param think seconds between a user's conversations
    Recording closed(int users, Distribution think, Stretch stretch) {
        long start = ticker.now();
        long end = start + stretch.duration().toNanos();
        return load(
                stretch,
                start,
                sender -> sender.closed(users, think, scenario.seed(), end),
                () -> false);
    }

    /// Whether the scenario's duration allows to go on for so long.
    boolean hasTime(Duration more) {
        return ticker.now() + more.toNanos() <= scenario.bounds().duration().toNanos();
    }

    /// Whether the scenario allows more requests.
    boolean isLeft() {
        return numbers.areLeft();
    }

    private Recording load(
            Stretch stretch, long start, Consumer<Sender> sending, BooleanSupplier isShort) {
        try (Recorder recorder = recorder(stretch, start)) {
            recorder.note(stretch.note());
            long end;
            try (Sender sender = sender(recorder)) {
                stop.by(sender::stop);
                sending.accept(sender);
                long planned = start + stretch.duration().toNanos();
                boolean isEarly = isShort.getAsBoolean() || !lasts(planned);
                recorder.note("waiting for the last answers");
                boolean drained = sender.drain(scenario.bounds().drain());
                end = isEarly ? lastEnd(sender, drained) : planned;
                if (!drained) {
                    recorder.note("ending what is under way");
                }
                stop.byNothing();
            }
            return recorder.finish(end);
        }
    }

    /// Waits for the planned end of arrivals, which the last one is before; false if something else
    /// ends them.
    private boolean lasts(long planned) {
        if (numbers.areLeft()) {
            ticker.awaitUntil(planned, () -> stop.isAsked() || !numbers.areLeft());
        }
        return numbers.areLeft() && !stop.isAsked();
    }

    /// When the last answer was there; the end of waiting where there is none.
    private long lastEnd(Sender sender, boolean drained) {
        return stop.isAsked() || !drained ? ticker.now() : sender.lastEnd();
    }

    private Recorder recorder(Stretch stretch, long start) {
        return Recorder.started(
                new Frame(
                        start + stretch.warmUp().toNanos(),
                        start + stretch.duration().toNanos(),
                        scenario.slo(),
                        scenario.seed()),
                ticker::now,
                progress::ended,
                progress::stands);
    }

    private Sender sender(Recorder recorder) {
        Sender.Observer observer =
                new Sender.Observer() {
                    @Override
                    public void began() {
                        recorder.began();
                    }

                    @Override
                    public void ended(CallRecord record) {
                        recorder.accept(record);
                    }
                };
        return new Sender(
                caller, workload, numbers, ticker, scenario.bounds().inFlight(), observer);
    }
}
