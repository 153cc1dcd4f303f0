package dev.passerelle.gateway.cli;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// SIGTERM and SIGINT as a wish to end; the second signal ends the process at once.
///
/// A shutdown hook can neither drain while logging still works nor see a second signal, nor make
/// the exit code 0.
final class Signals implements Termination {

    private static final System.Logger LOG = System.getLogger(Signals.class.getName());

    private final AtomicBoolean signalled = new AtomicBoolean();
    private final CountDownLatch received = new CountDownLatch(1);

    private final String consequence;

    private Signals(String consequence) {
        this.consequence = consequence;
    }

    /// Takes both signals over from the Java VM.
    ///
    /// @param consequence what the log says a signal leads to
    static Termination install(String consequence) {
        Signals signals = new Signals(consequence);
        try {
            for (String name : List.of("TERM", "INT")) {
                ProcessSignal.take(name, number -> signals.receive(name, number));
            }
        } catch (ReflectiveOperationException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "this Java VM has no sun.misc.Signal: SIGTERM will end running requests",
                    e);
        }
        return signals;
    }

    @Override
    public void await() throws InterruptedException {
        received.await();
    }

    private void receive(String name, int number) {
        if (!signalled.compareAndSet(false, true)) {
            Runtime.getRuntime().halt(128 + number);
        }
        LOG.log(
                System.Logger.Level.INFO,
                "SIG{0}: {1}; a second signal ends at once",
                name,
                consequence);
        received.countDown();
    }
}
