package dev.passerelle.gateway.cli.progress;

import java.time.Duration;

/// How far a pull is, in one line.
final class PullText {

    private PullText() {}

    static String of(String name, PullMeter meter, double perSecond) {
        if (!meter.isListed()) {
            return name + ": asking what there is";
        }
        String files = "%s: %d of %s, ".formatted(name, meter.filesDone(), files(meter));
        if (meter.isVerifying()) {
            return files + Quantities.bytes(meter.total()) + ": verifying";
        }
        return files
                + "%s of %s, %d %%, %s, %s left"
                        .formatted(
                                Quantities.bytes(meter.done()),
                                Quantities.bytes(meter.total()),
                                percentage(meter),
                                Quantities.perSecond(perSecond),
                                left(meter, perSecond));
    }

    static String done(String name, PullMeter meter, Duration time) {
        if (!meter.isListed()) {
            return name + ": is here";
        }
        String what = "%s: %s, %s".formatted(name, files(meter), Quantities.bytes(meter.total()));
        if (meter.received() == 0) {
            return what + ": nothing to download";
        }
        double seconds = Math.max(time.toMillis(), 1) / 1e3;
        return what
                + ": downloaded %s in %.1f s, %s"
                        .formatted(
                                Quantities.bytes(meter.received()),
                                seconds,
                                Quantities.perSecond(meter.received() / seconds));
    }

    static String kept(String name, PullMeter meter) {
        return meter.isListed()
                ? "%s: %s of %s are on disk and need not be downloaded again"
                        .formatted(
                                name,
                                Quantities.bytes(meter.done()),
                                Quantities.bytes(meter.total()))
                : "";
    }

    private static String files(PullMeter meter) {
        return meter.files() == 1 ? "1 file" : meter.files() + " files";
    }

    /// 100 only when nothing is left.
    private static long percentage(PullMeter meter) {
        return meter.total() == 0 ? 100 : (long) (meter.done() * 100.0 / meter.total());
    }

    private static String left(PullMeter meter, double perSecond) {
        long bytes = meter.total() - meter.done();
        if (bytes == 0) {
            return "0:00";
        }
        return perSecond < 1
                ? "-:--"
                : Quantities.time(Duration.ofSeconds((long) Math.ceil(bytes / perSecond)));
    }
}
