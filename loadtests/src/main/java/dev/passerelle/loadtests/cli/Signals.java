package dev.passerelle.loadtests.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// SIGTERM and SIGINT as the wish for a report of what was done; the second one ends the process at
/// once. A shutdown hook would not see a second signal, nor leave the exit code to the report.
final class Signals {
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final Runnable wish;
    private final String last;

    private Signals(Runnable wish, String last) {
        this.wish = wish;
        this.last = last;
    }

    /// Takes both signals over from the Java VM, where it lets us.
    ///
    /// @param last what is written to standard error before the process ends at once
    static void take(Runnable wish, String last) {
        Signals signals = new Signals(wish, last);
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
            end(number);
        }
        Thread.ofVirtual().start(wish);
    }

    /// Past `System.err`, whose lock may be held by whoever is drawing.
    private void end(int number) {
        try {
            new FileOutputStream(FileDescriptor.err).write(last.getBytes(US_ASCII));
        } catch (IOException _) {
            // There is nobody left to tell.
        } finally {
            Runtime.getRuntime().halt(128 + number);
        }
    }
}
