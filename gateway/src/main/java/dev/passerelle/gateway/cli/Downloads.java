package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.cli.progress.PullDisplay;
import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.Snapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Pulls one after the other, with their progress on standard error.
final class Downloads implements AutoCloseable {

    private final PullDisplay display;
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("progress").factory());

    /// A pull that is yet to be made.
    interface Pull {
        Snapshot with(PullListener listener) throws IOException, InterruptedException;
    }

    Downloads(PrintWriter err, Terminal terminal, boolean quiet) {
        PrintWriter out = quiet ? new PrintWriter(Writer.nullWriter()) : err;
        display = new PullDisplay(out, terminal.columns(), InstantSource.system());
        long tick = PullDisplay.TICK.toMillis();
        var _ = ticker.scheduleAtFixedRate(display::tick, tick, tick, TimeUnit.MILLISECONDS);
    }

    Snapshot run(String name, Pull pull) throws IOException, InterruptedException {
        PullListener listener = display.begin(name);
        try {
            Snapshot snapshot = pull.with(listener);
            display.done();
            return snapshot;
        } finally {
            display.failed();
        }
    }

    /// What an operator who ended a pull is told.
    String interrupted() {
        display.failed();
        String kept = display.unfinished();
        return "interrupted" + (kept.isEmpty() ? "" : "; " + kept);
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        display.failed();
    }
}
