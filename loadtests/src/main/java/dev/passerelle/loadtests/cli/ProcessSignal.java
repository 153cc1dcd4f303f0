package dev.passerelle.loadtests.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/// Signals that other processes send this one, by `sun.misc.Signal` of module `jdk.unsupported`. It
/// is called by reflection because javac warns of every mention of it, and no annotation silences
/// that.
final class ProcessSignal {
    private ProcessSignal() {}

    /// Takes a signal over from the Java VM.
    ///
    /// @param name without `SIG`
    /// @param receiver is told the signal's number
    /// @throws ReflectiveOperationException if this Java VM has no such thing
    static void take(String name, IntConsumer receiver) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object named = signal.getConstructor(String.class).newInstance(name);
        int number = (int) signal.getMethod("getNumber").invoke(named);
        InvocationHandler receive =
                (proxy, method, arguments) -> {
                    receiver.accept(number);
                    return null;
                };
        signal.getMethod("handle", signal, handler)
                .invoke(
                        null,
                        named,
                        Proxy.newProxyInstance(
                                ProcessSignal.class.getClassLoader(),
                                new Class<?>[] {handler},
                                receive));
    }
}
