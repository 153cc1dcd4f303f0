package dev.passerelle.loadtests.cli;

import dev.passerelle.loadtests.terminal.LiveView;
import java.io.Console;
import java.io.PrintStream;
import java.net.InetAddress;
import java.util.Map;
import java.util.function.Consumer;

/// What the command line has around it.
///
/// @param environment variables
/// @param interrupts is given what to do when the process is to end
/// @param screen where progress is shown
/// @param interactive whether messages go to a terminal
record Surroundings(
        Map<String, String> environment,
        Resolver resolver,
        Runner runner,
        Consumer<Runnable> interrupts,
        PrintStream screen,
        boolean interactive) {
    /// Those of this process.
    static Surroundings ofProcess() {
        boolean interactive = isTerminal();
        String last = interactive ? LiveView.END : "";
        return new Surroundings(
                System.getenv(),
                InetAddress::getAllByName,
                Runner::real,
                wish -> Signals.take(wish, last),
                System.err,
                interactive);
    }

    @SuppressWarnings("SystemConsoleNull") // its specification still allows null
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
