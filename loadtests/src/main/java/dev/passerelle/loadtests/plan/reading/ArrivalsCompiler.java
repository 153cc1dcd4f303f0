package dev.passerelle.loadtests.plan.reading;

import dev.passerelle.loadtests.plan.Arrivals;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes arrivals of settings.
final class ArrivalsCompiler {
    private static final double HIGHEST_SWEPT = 10_000;

    private final Settings settings;
    private final Path directory;

    ArrivalsCompiler(Settings settings, Path directory) {
        this.settings = settings;
        this.directory = directory;
    }

    Arrivals compile() {
        ArrivalKind kind = new ArrivalChoice(settings).kind();
        return switch (kind) {
            case POISSON -> new Arrivals.Poisson(settings.get(ArrivalKeys.RATE));
            case CONSTANT -> new Arrivals.Constant(settings.get(ArrivalKeys.RATE));
            case BURSTS ->
                    new Arrivals.Bursts(
                            settings.get(ArrivalKeys.RATE),
                            settings.get(ArrivalKeys.ON),
                            settings.get(ArrivalKeys.IDLE_RATE),
                            settings.get(ArrivalKeys.OFF));
            case RAMP -> ramp();
            case STEPS ->
                    new Arrivals.Steps(settings.need(ArrivalKeys.STEPS, "arrivals.kind steps"));
            case USERS ->
                    new Arrivals.Users(
                            settings.need(ArrivalKeys.COUNT, "arrivals.kind users"),
                            settings.get(ArrivalKeys.THINK));
            case TRACE -> trace();
            case SWEEP -> sweep();
        };
    }

    private Arrivals ramp() {
        double from = settings.need(ArrivalKeys.FROM, "arrivals.kind ramp");
        double to = settings.need(ArrivalKeys.TO, "arrivals.kind ramp");
        if (from == 0 && to == 0) {
            throw settings.wrong(
                    ArrivalKeys.TO, "and arrivals.from are both 0; nothing would be sent");
        }
        return new Arrivals.Ramp(from, to);
    }

    private Arrivals trace() {
        Path file = directory.resolve(settings.need(ArrivalKeys.FILE, "arrivals.kind trace"));
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw settings.wrong(
                    ArrivalKeys.FILE, "is '%s', which is no file that can be read".formatted(file));
        }
        return new Arrivals.Trace(file.normalize(), settings.get(ArrivalKeys.SPEED));
    }

    private Arrivals sweep() {
        double from = settings.find(ArrivalKeys.FROM).orElse(0.0);
        double to = settings.find(ArrivalKeys.TO).orElse(HIGHEST_SWEPT);
        if (to <= from) {
            throw settings.wrong(
                    ArrivalKeys.TO, "is %s; a sweep rises from %s".formatted(to, from));
        }
        return new Arrivals.Sweep(
                from, to, settings.get(ArrivalKeys.STEP), settings.get(ArrivalKeys.PRECISION));
    }
}
