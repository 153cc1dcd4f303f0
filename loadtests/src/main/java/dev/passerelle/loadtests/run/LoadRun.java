package dev.passerelle.loadtests.run;

import dev.passerelle.loadtests.arrivals.Schedule;
import dev.passerelle.loadtests.arrivals.Schedules;
import dev.passerelle.loadtests.client.Caller;
import dev.passerelle.loadtests.client.HttpCaller;
import dev.passerelle.loadtests.client.Place;
import dev.passerelle.loadtests.measure.Measure;
import dev.passerelle.loadtests.measure.Recording;
import dev.passerelle.loadtests.plan.Arrivals;
import dev.passerelle.loadtests.plan.Bounds;
import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.WrittenScenario;
import dev.passerelle.loadtests.result.Generator;
import dev.passerelle.loadtests.result.Machine;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.Spread;
import dev.passerelle.loadtests.result.Summary;
import dev.passerelle.loadtests.result.SweepStep;
import dev.passerelle.loadtests.workload.CalibrationException;
import dev.passerelle.loadtests.workload.Calibrations;
import dev.passerelle.loadtests.workload.Calibrator;
import dev.passerelle.loadtests.workload.SyntheticWorkload;
import dev.passerelle.loadtests.workload.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One load test from calibration to result.
public final class LoadRun {
    private static final Place FIRST = new Place(0, 0, 0);
    private static final long NOTICE = 500_000_000;

    private final Scenario scenario;
    private final Progress progress;
    private final Stop stop = new Stop();

    public LoadRun(Scenario scenario, Progress progress) {
        this.scenario = scenario;
        this.progress = progress;
    }

    /// Runs it, on this thread and those it needs.
    ///
    /// @throws LoadRunException if the server can't be reached or refuses what the scenario needs
    ///   before any load is put on it
    public Result run() {
        Calibrations calibrations = calibrate();
        Instant started = Instant.now();
        Ticker ticker = new Ticker(System.nanoTime());
        try (HttpCaller caller = new HttpCaller(scenario.target(), ticker.origin());
                SelfWatch self = new SelfWatch();
                Alongside server = Alongside.watching(scenario.target(), ticker.origin())) {
            Workload workload = new SyntheticWorkload(scenario, calibrations.byKind());
            Load load = new Load(scenario, caller, workload, ticker, stop, progress);
            Loaded loaded = load(load);
            Recording recording = loaded.recording();
            letNotice(recording.summary(), ticker);
            return new Result(
                    Result.VERSION,
                    tool(),
                    scenario.name(),
                    started,
                    ended(load),
                    WrittenScenario.of(scenario),
                    Machine.here(),
                    recording.summary(),
                    recording.kinds().size() > 1 ? recording.kinds() : Map.of(),
                    recording.windows(),
                    recording.samples(),
                    generator(recording.summary(), self),
                    server.seen(),
                    loaded.steps(),
                    loaded.steps().isEmpty() ? null : Capacities.of(loaded.steps()),
                    notes(calibrations, caller, recording));
        }
    }

    /// A server sees that a client left when it writes to it next: its metrics are read for the
    /// last time after that.
    private void letNotice(Summary summary, Ticker ticker) {
        if (summary.requests().left() > 0 && scenario.target().metrics() != null) {
            ticker.awaitUntil(ticker.now() + NOTICE, stop::isAsked);
        }
    }

    private static List<String> notes(
            Calibrations calibrations, HttpCaller caller, Recording recording) {
        List<String> notes = new ArrayList<>(calibrations.notes());
        notes.addAll(recording.notes());
        if (caller.retriedConnections() > 0) {
            notes.add(
                    caller.retriedConnections()
                            + " times the server had closed a connection that was kept open, and"
                            + " the request was sent again by a new one");
        }
        return notes;
    }

    /// Ends it early: nothing new begins, what is under way is ended, and [#run] returns what there
    /// is. May be called from any thread, more than once.
    public void stop() {
        stop.ask();
    }

    private Calibrations calibrate() {
        stop.by(Thread.currentThread()::interrupt);
        Ticker ticker = new Ticker(System.nanoTime());
        try (Caller caller = new HttpCaller(scenario.target(), ticker.origin())) {
            Calibrations calibrations =
                    new Calibrator(scenario, ask -> caller.call(FIRST, ask, ticker.now()).record())
                            .calibrate();
            calibrations.notes().forEach(progress::says);
            return calibrations;
        } catch (CalibrationException e) {
            throw new LoadRunException(String.valueOf(e.getMessage()));
        } finally {
            stop.byNothing();
            Thread.interrupted();
        }
    }

    private record Loaded(Recording recording, List<SweepStep> steps) {}

    private Loaded load(Load load) {
        Bounds bounds = scenario.bounds();
        Load.Stretch whole = new Load.Stretch("", bounds.warmUp(), bounds.duration());
        return switch (scenario.arrivals()) {
            case Arrivals.Users users ->
                    new Loaded(load.closed(users.count(), users.think(), whole), List.of());
            case Arrivals.Sweep plan -> {
                Sweep sweep = new Sweep(scenario, plan, load, stop, progress);
                Recording recording = sweep.run();
                yield new Loaded(recording, sweep.steps());
            }
            default -> {
                try (Schedule schedule = Schedules.of(scenario)) {
                    yield new Loaded(load.open(schedule, whole), List.of());
                }
            }
        };
    }

    private String ended(Load load) {
        if (stop.isAsked()) {
            return "interrupted";
        }
        if (!load.isLeft()) {
            return "requests";
        }
        return switch (scenario.arrivals()) {
            case Arrivals.Trace _ -> "trace";
            case Arrivals.Sweep _ -> "sweep";
            default -> "duration";
        };
    }

    private static Generator generator(Summary summary, SelfWatch self) {
        Spread lag = summary.spreads().getOrDefault(Measure.LAG.id(), Spread.EMPTY);
        int processors = Runtime.getRuntime().availableProcessors();
        double cpu = self.cpu();
        return new Generator(
                cpu,
                cpu / processors,
                lag,
                Spread.ofMicros(self.pauses()),
                self.collections(),
                Bottleneck.of(summary, self.busiest() / processors, lag));
    }

    private static String tool() {
        String version = LoadRun.class.getPackage().getImplementationVersion();
        return "passerelle loadtest " + (version == null ? "(not packaged)" : version);
    }
}
