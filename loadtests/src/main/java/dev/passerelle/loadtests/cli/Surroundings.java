package dev.passerelle.loadtests.cli;

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
        return new Surroundings(
                System.getenv(),
                InetAddress::getAllByName,
                Runner::real,
                Signals::take,
                System.err,
                isTerminal());
    }

    @SuppressWarnings("SystemConsoleNull") // its specification still allows null
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
