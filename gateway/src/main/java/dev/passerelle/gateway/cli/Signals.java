package dev.passerelle.gateway.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// SIGTERM and SIGINT as a wish to end; the second signal ends the process at once.
///
/// A shutdown hook can neither drain while logging still works nor see a second signal, nor make
/// the exit code 0. `sun.misc.Signal` of module `jdk.unsupported` can; it is called by reflection
/// because javac warns of every mention of it, and no annotation silences that.
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
                signals.take(name);
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

    private void take(String name) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object named = signal.getConstructor(String.class).newInstance(name);
        int number = (int) signal.getMethod("getNumber").invoke(named);
        InvocationHandler receive =
                (proxy, method, arguments) -> {
                    receive(name, number);
                    return null;
                };
        signal.getMethod("handle", signal, handler)
                .invoke(
                        null,
                        named,
                        Proxy.newProxyInstance(
                                Signals.class.getClassLoader(), new Class<?>[] {handler}, receive));
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
