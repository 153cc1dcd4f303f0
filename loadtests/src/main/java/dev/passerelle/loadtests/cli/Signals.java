package dev.passerelle.loadtests.cli;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// SIGTERM and SIGINT as the wish for a report of what was done; the second one ends the process at
/// once. A shutdown hook would not see a second signal, nor leave the exit code to the report.
final class Signals {
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final Runnable wish;

    private Signals(Runnable wish) {
        this.wish = wish;
    }

    /// Takes both signals over from the Java VM, where it lets us.
    static void take(Runnable wish) {
        Signals signals = new Signals(wish);
        try {
            for (String name : List.of("TERM", "INT")) {
                ProcessSignal.take(name, signals::receive);
            }
        } catch (ReflectiveOperationException _) {
            // Without sun.misc.Signal a signal ends the process, as it does any other.
        }
    }

    private void receive(int number) {
        if (!signalled.compareAndSet(false, true)) {
            Runtime.getRuntime().halt(128 + number);
        }
        Thread.ofVirtual().start(wish);
    }
}
