package dev.passerelle.gateway.cli.progress;

import dev.passerelle.registry.PullListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Shows how far pulls are, one after the other: on a terminal one line that is drawn again and
/// again, elsewhere a plain line every few seconds. Uses no colour and no control sequence but the
/// carriage return.
public final class PullDisplay {

    /// How often [#tick] is to be called.
    public static final Duration TICK = Duration.ofMillis(200);

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final OptionalInt columns;
    private final InstantSource clock;

    private @Nullable Pull current;
    private int drawn;
    private String unfinished = "";
    private Instant lastLine = Instant.MIN;

    private record Pull(String name, PullMeter meter, Rate rate, Instant start) {}

    /// @param columns of the terminal; absent if there is none to redraw on
    public PullDisplay(PrintWriter out, OptionalInt columns, InstantSource clock) {
        this.out = out;
        this.columns = columns;
        this.clock = clock;
    }

    /// Begins to show a pull.
    public synchronized PullListener begin(String name) {
        PullMeter meter = new PullMeter(remark -> line(name + ": " + remark));
        Instant now = clock.instant();
        current = new Pull(name, meter, new Rate(now), now);
        lastLine = now;
        return meter;
    }

    /// Shows how far the pull is now, if it is time to.
    public synchronized void tick() {
        if (current == null) {
            return;
        }
        Instant now = clock.instant();
        current.rate.sample(now, current.meter.received());
        if (columns.isPresent()) {
            draw(PullText.of(current.name, current.meter, current.rate.perSecond()));
        } else if (!now.isBefore(lastLine.plus(BETWEEN_LINES))) {
            lastLine = now;
            out.println(PullText.of(current.name, current.meter, current.rate.perSecond()));
            out.flush();
        }
    }

    /// Ends the pull with a last line that says what it did.
    public synchronized void done() {
        if (current != null) {
            Duration time = Duration.between(current.start, clock.instant());
            line(PullText.done(current.name, current.meter, time));
            current = null;
        }
    }

    /// Ends the pull without success.
    public synchronized void failed() {
        erase();
        if (current != null) {
            unfinished = PullText.kept(current.name, current.meter);
            current = null;
        }
    }

    /// What of the last failed pull is on disk and serves the next attempt, for a message; empty if
    /// nothing is known of it.
    public synchronized String unfinished() {
        return unfinished;
    }

    private synchronized void line(String text) {
        erase();
        out.println(text);
        out.flush();
    }

    private void draw(String text) {
        int width = Math.max(1, columns.orElseThrow() - 1);
        String cut = text.length() > width ? text.substring(0, width) : text;
        out.print("\r" + cut + " ".repeat(Math.max(0, drawn - cut.length())));
        out.flush();
        drawn = cut.length();
    }

    private void erase() {
        if (drawn > 0) {
            out.print("\r" + " ".repeat(drawn) + "\r");
            out.flush();
            drawn = 0;
        }
    }
}
